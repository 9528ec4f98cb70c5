import { describe, expect, it } from 'vitest';
import { fitImage, singleLabelCamera } from './camera';

const media = { width: 1000, height: 500 };
const view = { width: 1048, height: 596 };
const fit = fitImage(media, view);
const label = { minX: 100, minY: 100, maxX: 200, maxY: 150 };

describe('F41 the zoom of single-label mode', () => {
  it('centres the label and lets it fill the given percentage of the view', () => {
    const camera = singleLabelCamera(label, media, view, 60);
    expect(camera).toMatchObject({ x: 150, y: 125 });
    expect(100 * camera.zoom).toBeCloseTo(0.6 * view.width);
    expect(singleLabelCamera(label, media, view, 90).zoom).toBeGreaterThan(camera.zoom);
  });

  it('20 is no zoom; lower values zoom out, down to 1', () => {
    expect(singleLabelCamera(label, media, view, 20)).toEqual(fit);
    expect(singleLabelCamera(label, media, view, 10).zoom).toBeCloseTo(fit.zoom / 2);
    expect(singleLabelCamera(label, media, view, 1).zoom).toBeCloseTo(fit.zoom / 20);
  });

  it('never shows a large label smaller than in the fitted image, nor a tiny one beyond the maximum zoom', () => {
    const large = { minX: 0, minY: 0, maxX: 990, maxY: 490 };
    expect(singleLabelCamera(large, media, view, 60)).toEqual(fit);
    expect(singleLabelCamera({ minX: 5, minY: 5, maxX: 6, maxY: 6 }, media, view, 60).zoom).toBe(16);
  });

  it('a label without bounds leaves the image fitted', () => {
    expect(singleLabelCamera(null, media, view, 60)).toEqual(fit);
  });
});
