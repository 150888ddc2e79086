#pragma once

#include "widgets/theme/colours.h"

#include <QFont>
#include <QIcon>
#include <QObject>

namespace headwaters {

/// The type scale of the visual guide, in logical pixels.
enum class TextStyle { Axis, Caption, Label, Body, Title, Display };

/// The look of the whole application: colours, fonts, icons. One is made in `app` and handed to every widget.
class Theme : public QObject {
    Q_OBJECT

public:
    enum class Mode { System, Light, Dark };

    explicit Theme(QObject* parent = nullptr);

    void setMode(Mode mode);
    [[nodiscard]] Mode mode() const { return m_mode; }
    void setSequentialMap(SequentialMap map);
    [[nodiscard]] SequentialMap sequentialMap() const { return m_map; }

    [[nodiscard]] const Palette& palette() const { return m_palette; }
    [[nodiscard]] const Colours& colours() const { return m_palette.colours; }

    /// Words: Inter, else DejaVu Sans. `weight` is 400, 500 or 600.
    [[nodiscard]] static QFont font(TextStyle style, int weight = 400);
    /// Tokens, numbers, hook names: JetBrains Mono, else DejaVu Sans Mono, without ligatures.
    [[nodiscard]] static QFont mono(TextStyle style, int weight = 400);
    /// An icon of resources/icons tinted for normal, hovered, on and disabled.
    [[nodiscard]] QIcon icon(const QString& name) const;
    /// The icon as a pixmap in one colour.
    [[nodiscard]] QPixmap pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio) const;

    /// Sets style, palette and style sheet of the application; again at every change.
    void applyToApplication();

Q_SIGNALS:
    void changed();

private:
    void reload();

    Mode m_mode = Mode::System;
    SequentialMap m_map = SequentialMap::Viridis;
    Palette m_palette;
};

} // namespace headwaters
