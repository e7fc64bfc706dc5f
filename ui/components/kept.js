// Before every script of this folder. Streamlit calls a component's function at each update, and
// what the last call returned once the component has gone from the page: nothing ends what the
// calls before have left. So a piece is made once for its place, and told of each update.
const kept = (Piece) => {
  const pieces = new WeakMap();
  return ({ parentElement, data, setTriggerValue }) => {
    let piece = pieces.get(parentElement);
    if (!piece) pieces.set(parentElement, (piece = new Piece(parentElement)));
    const update = (piece.updates = (piece.updates ?? 0) + 1);
    piece.update(data, setTriggerValue);
    return () => {
      // An update that was overtaken is ended late: the piece lives on with the newer one.
      if (piece.updates !== update) return;
      pieces.delete(parentElement);
      piece.end();
    };
  };
};
