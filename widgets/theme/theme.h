#pragma once

#include "widgets/theme/colours.h"

#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPixmap>

#include <memory>

namespace headwaters {

class KeyboardFocus;
class TintedIcons;

/// The type scale of the visual guide, in logical pixels.
enum class TextStyle { Axis, Caption, Label, Body, Title, Display };

/// The look of the whole application: colours, fonts, icons. One is made in `app` and handed to every widget.
class Theme : public QObject {
    Q_OBJECT

public:
    enum class Mode { System, Light, Dark };

    explicit Theme(QObject* parent = nullptr);
    ~Theme() override;

    void setMode(Mode mode);
    [[nodiscard]] Mode mode() const { return m_mode; }
    void setSequentialMap(SequentialMap map);
    [[nodiscard]] SequentialMap sequentialMap() const { return m_map; }
    void setStageSet(StageSet set);
    [[nodiscard]] StageSet stageSet() const { return m_stages; }

    [[nodiscard]] const Palette& palette() const { return m_palette; }
    [[nodiscard]] const Colours& colours() const { return m_palette.colours; }
    [[nodiscard]] bool isDark() const { return m_palette.colours.dark; }

    /// Words: Inter, else DejaVu Sans. `weight` is 400, 500 or 600.
    [[nodiscard]] static QFont font(TextStyle style, int weight = 400);
    /// Numbers, hook names, ASCII tokens: JetBrains Mono, else DejaVu Sans Mono, without ligatures.
    [[nodiscard]] static QFont mono(TextStyle style, int weight = 400);
    /// As `mono`, for a token: text with letters beyond Latin-1 is shaped, because its script may need it.
    [[nodiscard]] static QFont monoFor(const QString& text, TextStyle style, int weight = 400);

    /// An icon of resources/icons tinted for normal, hovered, on and disabled. It follows later theme
    /// changes.
    [[nodiscard]] QIcon icon(const QString& name) const;
    /// As above in one colour, whatever the state: for icons on an accent ground.
    [[nodiscard]] QIcon icon(const QString& name, QColor Colours::*colour) const;
    /// The icon as a pixmap in one colour; `size` in logical pixels.
    [[nodiscard]] QPixmap
    pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio) const;

    /// Sets style, palette and style sheet of the application; from then on again at every change. Call it
    /// once.
    void applyToApplication();

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void reload();
    void dressApplication();
    void readSystem();

    Mode m_mode = Mode::System;
    SequentialMap m_map = SequentialMap::Viridis;
    StageSet m_stages = StageSet::Survey;
    Palette m_palette;
    std::shared_ptr<TintedIcons> m_icons;
    bool m_systemDark = false;
    bool m_applied = false;
    bool m_dressing = false;
};

/// `text` is drawn without shaping (no ligatures): true unless it holds letters that need shaping.
[[nodiscard]] bool drawnUnshaped(const QString& text);

} // namespace headwaters
