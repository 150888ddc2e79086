#pragma once

namespace headwaters {

class WallCanvas;

/// Gives every head of a wall a place in the accessibility tree: a list of heads, each with its description,
/// its rectangle, its locked state and the action that locks it. Call it once before the first wall; again is
/// harmless.
void installWallAccessibility();
/// Tells a screen reader which head is locked now.
void tellFocusedHead(WallCanvas& wall);

} // namespace headwaters
