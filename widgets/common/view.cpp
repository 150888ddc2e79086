#include "widgets/common/view.h"

namespace headwaters {

View::View(const Theme& theme, Selection& selection, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_selection(selection)
{
}

} // namespace headwaters
