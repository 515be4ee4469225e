/**
 * How long a client waits in all for a body that arrives drop by drop, in ms, told by its User-Agent;
 * undefined when it waits as long as something arrives now and then.
 *
 * botocore, the JavaScript, Java and Ruby SDKs time out per read. The Go SDK ends the whole operation after
 * 5 s, .NET a call after 5 s, Rust an attempt after 10 s, PHP after 1 s: they get a clear failure before
 * that, and find the session when they ask again.
 */
export function clientPatience(userAgent: string | undefined): number | undefined {
  if (userAgent === undefined) return undefined;
  if (/aws-sdk-go|Go-http-client|lang\/go/i.test(userAgent)) return 4_000;
  if (/aws-sdk-dotnet|lang\/\.NET/i.test(userAgent)) return 4_000;
  if (/aws-sdk-rust|lang\/rust/i.test(userAgent)) return 8_000;
  if (/aws-sdk-php|GuzzleHttp|lang\/php/i.test(userAgent)) return 800;
  return undefined;
}
