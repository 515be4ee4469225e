import { ipv4Address } from '../../../node/host/addresses/wanted-address.ts';
import { type Answerer, whoAnswers } from '../../../node/host/who-answers.ts';
import { sendRequest } from '../../../node/http/send-request.ts';

/** Who answers at the metadata address right now, also in words. */
export type Answer = Answerer & { readonly sentence: string };

/** Never rejects. */
export async function whoAnswersThere(url = `http://${ipv4Address}`): Promise<Answer> {
  const answerer = await whoAnswers(sendRequest, url);
  return { ...answerer, sentence: sentenceOf(answerer, url) };
}

function sentenceOf(answerer: Answerer, url: string): string {
  switch (answerer.kind) {
    case 'nobody':
      return `Nobody answers at ${url}.`;
    case 'metafob':
      return `Metafob answers (version ${answerer.version}, process ${answerer.processId}).`;
    case 'somebody-else':
      return `Something that is not Metafob answers at ${ipv4Address} port 80 (status ${answerer.status}), perhaps the metadata service of a cloud.`;
  }
}
