#pragma once

#include "widgets/theme/colours.h"

#include <QHash>
#include <QIcon>
#include <QPixmap>

#include <memory>

namespace headwaters {

/// The icons of resources/icons, drawn in the colours of the theme and kept per name, size, colour and device
/// pixel ratio. Icons made here share it and draw themselves anew when the colours change.
class TintedIcons : public std::enable_shared_from_this<TintedIcons> {
public:
    void setColours(const Colours& colours);
    [[nodiscard]] const Colours& colours() const { return m_colours; }

    /// Transparent where there is no icon of that name. `pixels` is the edge in device pixels.
    [[nodiscard]] QPixmap pixmap(const QString& name, int pixels, const QColor& colour);
    /// text2, hovered text, on accent, disabled text3; `fixed` replaces all but disabled.
    [[nodiscard]] QIcon icon(const QString& name, QColor Colours::*fixed = nullptr);

private:
    Colours m_colours;
    QHash<QString, QPixmap> m_cache;
};

} // namespace headwaters
