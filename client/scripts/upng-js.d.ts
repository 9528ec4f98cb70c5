/** What is used of upng-js, which comes without types. */
declare module 'upng-js' {
  interface Image {
    readonly width: number;
    readonly height: number;
  }
  const UPNG: {
    decode(png: Uint8Array): Image;
    toRGBA8(image: Image): ArrayBuffer[];
    /** `colours`: 0 for all of them. */
    encode(frames: readonly ArrayBuffer[], width: number, height: number, colours: number): ArrayBuffer;
  };
  export default UPNG;
}
