#pragma once

/// Sizes of the visual guide that drawing code needs, in logical pixels; names as in
/// resources/theme/tokens.json.
namespace headwaters::metrics {

inline constexpr int topStrip = 44;
inline constexpr int tabBar = 36;
inline constexpr int viewHeader = 40;
inline constexpr int controlRow = 42; ///< the view header's second row
inline constexpr int taskRow = 28;
inline constexpr int dockHeader = 32;
inline constexpr int control = 26;
inline constexpr int controlLarge = 30;
inline constexpr int row = 22;
inline constexpr int chip = 20;
inline constexpr int badge = 18;
inline constexpr int icon = 16;
inline constexpr int iconButton = 26;
inline constexpr int leftDock = 264;
inline constexpr int rightDock = 288;
inline constexpr int hitMin = 24;
inline constexpr int pad = 12; ///< panel padding
inline constexpr int gap = 8; ///< between controls

inline constexpr double radiusChip = 4;
inline constexpr double radiusControl = 5;
inline constexpr double radiusCard = 6;

inline constexpr double opacityFaded = 0.34;
inline constexpr double opacityStale = 0.6; ///< of the panel colour laid over a stale view
inline constexpr double opacityCrosshair = 0.35;

} // namespace headwaters::metrics
