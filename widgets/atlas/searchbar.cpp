#include "widgets/atlas/searchbar.h"

#include <QLineEdit>

namespace headwaters {

SearchBar::SearchBar(const Theme& theme, QWidget* parent)
    : FindBar(theme, tr("Find"), tr("Close"), &Colours::text3, parent)
{
    field().setFont(Theme::mono(TextStyle::Label));
    field().setFixedWidth(180);
    field().setPlaceholderText(tr("a token, or head 4.7"));
    field().setToolTip(tr("A token of the prompt is lit in all heads.\n"
                          "4.7 or L4H7 goes to head 7 of layer 4; Enter locks it."));
    field().setAccessibleName(tr("Find a token or a head"));
}

} // namespace headwaters
