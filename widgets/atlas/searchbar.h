#pragma once

#include "widgets/atlas/findbar.h"

namespace headwaters {

/// Ctrl+F: a token to light in all heads, or the name of a head to go to. Closed, it puts the light out.
class SearchBar : public FindBar {
    Q_OBJECT

public:
    explicit SearchBar(const Theme& theme, QWidget* parent = nullptr);
};

} // namespace headwaters
