#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QPointF>
#include <QString>
#include <QTextLayout>

#include <memory>

namespace headwaters {

/// A paragraph broken into lines of a given width, in the painter's units. Drawn as text: one run a line, so
/// that it can be searched and copied wherever it ends up. Line breaks in the text stay; other control
/// characters are written out as `\xNN`.
class TextBlock {
public:
    TextBlock(const QString& text, const QFont& font, const QColor& colour, double width);

    [[nodiscard]] double height() const { return m_height; }
    void paint(QPainter& painter, const QPointF& topLeft) const;

private:
    std::unique_ptr<QTextLayout> m_layout;
    QColor m_colour;
    double m_height = 0;
};

/// `text` with its line breaks as one kind and its other control characters written out.
[[nodiscard]] QString printable(const QString& text);

} // namespace headwaters
