#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// One line of text in a role of the type scale and of the palette. What does not fit ends in …, and the
/// whole text stands in the tooltip. Follows the theme.
class ElidedLabel : public QWidget {
    Q_OBJECT

public:
    ElidedLabel(const Theme& theme, const QFont& font, QColor Colours::*colour, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text; }
    void setColour(QColor Colours::*colour);
    void setAlignment(Qt::Alignment alignment);
    /// Where the ellipsis stands; at the right unless told otherwise.
    void setElideMode(Qt::TextElideMode mode);
    [[nodiscard]] bool isElided() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    const Theme& m_theme;
    QColor Colours::*m_colour;
    QString m_text;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace headwaters
