#pragma once

#include "app/windowactions.h"

namespace headwaters {

class AtlasView;
class CircuitView;
class HeadView;
class ViewArea;

/// Lets the entries of the View menu act on the view in front, and turns off those it does not know. Their
/// keys work while the views have the keyboard.
void connectViewActions(
    const WindowActions& actions, ViewArea& views, AtlasView& atlas, HeadView& head, CircuitView& circuit);

} // namespace headwaters
