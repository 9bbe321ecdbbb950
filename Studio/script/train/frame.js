// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// A FRAME of the engine: numbers and pictures of one moment of training, in bytes.

/** The parts of a frame; arrays look into the bytes that came, nothing is copied. */
export function decodeFrame(bytes) {
  const view = new DataView(bytes);
  const whole = (at) => view.getUint32(at, true), real = (at) => view.getFloat64(at, true);
  if (whole(0) !== 1) throw new Error("This is no frame of training.");
  const names = ["loss", "testLoss", "gradientNorm", "clippedNorm", "stepNorm", "accuracy", "testAccuracy", "rate"];
  const frame = { round: whole(4), roundsRun: whole(8) };
  names.forEach((name, i) => { frame[name] = real(16 + 8 * i); });
  const [historyCount, parameterCount, pictureSide, neuronSide, neuronCount] = [whole(12), whole(80), whole(84), whole(88), whole(92)];
  [frame.batch, frame.batchCount] = [whole(96), whole(100)];
  let at = 104;
  const take = (Type, count) => {
    const array = new Type(bytes, at, count);
    at += array.byteLength;
    return array;
  };
  frame.history = take(Float64Array, 6 * historyCount);
  frame.weights = take(Float64Array, parameterCount);
  frame.gradient = take(Float64Array, parameterCount);
  frame.neurons = neuronSide > 0 ? { side: neuronSide, count: neuronCount, values: take(Float32Array, neuronSide ** 2 * neuronCount) } : null;
  frame.picture = pictureSide > 0 ? { side: pictureSide, pixels: take(Uint8ClampedArray, 4 * pictureSide ** 2) } : null;
  return frame;
}
