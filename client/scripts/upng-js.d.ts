/** The types of the part of upng-js that is used; it comes without types. */
declare module 'upng-js' {
  interface Image {
    readonly width: number;
    readonly height: number;
  }
  const UPNG: {
    decode(png: Uint8Array): Image;
    toRGBA8(image: Image): ArrayBuffer[];
    /** Encodes frames as a PNG. `colours` is the number of colours; 0 keeps all. */
    encode(frames: readonly ArrayBuffer[], width: number, height: number, colours: number): ArrayBuffer;
  };
  export default UPNG;
}
