import { useRef } from 'preact/hooks';
import { ActionButton } from '../../components/action-button.tsx';

/** A button that lets the user choose a picture file. */
export const PictureInput = ({ onPicture }: { onPicture: (picture: File) => void }) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ActionButton onClick={() => input.current?.click()}>Choose a picture…</ActionButton>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={({ currentTarget }) => {
          const picture = currentTarget.files?.[0];
          // So that the same file can be chosen again.
          currentTarget.value = '';
          if (picture) onPicture(picture);
        }}
      />
    </>
  );
};
