/** The image in several sizes, each half the previous one: a zoomed-out view draws from a small one, which costs less and
 * looks better than scaling down all pixels for each frame. */

/** No side is halved below this. */
const SMALLEST = 512;

export class ScaledImage {
  #levels: CanvasImageSource[] = [];

  constructor(url: string, ready: () => void) {
    const image = new Image();
    image.onload = () => {
      this.#levels = [image];
      ready();
      // The first drawing does not wait for the smaller sizes.
      requestAnimationFrame(() => {
        this.#shrink(image);
        ready();
      });
    };
    image.src = url;
  }

  /** Draws the image over `width` by `height` units; `scale` is the number of screen pixels per image pixel. */
  draw(context: CanvasRenderingContext2D, width: number, height: number, scale: number): void {
    let level = 0;
    while (level + 1 < this.#levels.length && scale * 2 ** (level + 1) <= 1) level++;
    const source = this.#levels[level];
    if (source === undefined) return;
    // Image pixels stay recognisable when each covers several screen pixels.
    context.imageSmoothingEnabled = scale < 4;
    context.drawImage(source, 0, 0, width, height);
  }

  #shrink(image: HTMLImageElement): void {
    let [width, height] = [image.naturalWidth, image.naturalHeight];
    let source: CanvasImageSource = image;
    while (Math.min(width, height) >= 2 * SMALLEST) {
      width = Math.round(width / 2);
      height = Math.round(height / 2);
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext('2d');
      if (context === null) return;
      context.imageSmoothingQuality = 'high';
      context.drawImage(source, 0, 0, width, height);
      this.#levels.push(canvas);
      source = canvas;
    }
  }
}
