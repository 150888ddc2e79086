#include "widgets/theme/theme.h"

#include "widgets/theme/headwatersstyle.h"
#include "widgets/theme/keyboardfocus.h"
#include "widgets/theme/stylesheet.h"
#include "widgets/theme/tintedicons.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>

#include <cmath>

namespace headwaters {

namespace {

int pixelSize(TextStyle style)
{
    switch (style) {
    case TextStyle::Axis:
        return 10;
    case TextStyle::Caption:
        return 11;
    case TextStyle::Label:
        return 12;
    case TextStyle::Body:
        return 13;
    case TextStyle::Title:
        return 14;
    case TextStyle::Display:
        break;
    }
    return 20;
}

QFont makeFont(const QStringList& families, TextStyle style, int weight)
{
    QFont font(families);
    font.setPixelSize(pixelSize(style));
    font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

} // namespace

Theme::Theme(QObject* parent) : QObject(parent), m_icons(std::make_shared<TintedIcons>())
{
    readSystem();
    reload();
}

Theme::~Theme() = default;

void Theme::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    if (m_mode == Mode::System)
        readSystem();
    reload();
}

void Theme::setSequentialMap(SequentialMap map)
{
    if (map == m_map)
        return;
    m_map = map;
    reload();
}

void Theme::setStageSet(StageSet set)
{
    if (set == m_stages)
        return;
    m_stages = set;
    reload();
}

QFont Theme::font(TextStyle style, int weight)
{
    return makeFont({QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")}, style, weight);
}

QFont Theme::mono(TextStyle style, int weight)
{
    QFont font =
        makeFont({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")}, style, weight);
    font.setStyleHint(QFont::Monospace, QFont::PreferNoShaping);
    return font;
}

QFont Theme::monoFor(const QString& text, TextStyle style, int weight)
{
    QFont font = mono(style, weight);
    if (!drawnUnshaped(text))
        font.setStyleStrategy(QFont::PreferDefault);
    return font;
}

QIcon Theme::icon(const QString& name) const
{
    return m_icons->icon(name);
}

QIcon Theme::icon(const QString& name, QColor Colours::*colour) const
{
    return m_icons->icon(name, colour);
}

QPixmap Theme::pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio) const
{
    QPixmap picture = m_icons->pixmap(name, static_cast<int>(std::lround(size * devicePixelRatio)), colour);
    picture.setDevicePixelRatio(devicePixelRatio);
    return picture;
}

void Theme::applyToApplication()
{
    if (!m_applied) {
        m_applied = true;
        new KeyboardFocus(this);
        qApp->installEventFilter(this);
    }
    dressApplication();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ThemeChange && m_mode == Mode::System && !m_dressing) {
        const bool before = m_systemDark;
        readSystem();
        if (m_systemDark != before)
            reload();
        else
            dressApplication();
    }
    return QObject::eventFilter(watched, event);
}

// Qt 6.4 has no colour scheme of the desktop; its palette without ours tells light from dark.
void Theme::readSystem()
{
    const QScopedValueRollback<bool> guard(m_dressing, true);
    if (m_applied)
        QApplication::setPalette(QPalette());
    const QPalette system = QApplication::palette();
    m_systemDark =
        system.color(QPalette::Window).lightness() < system.color(QPalette::WindowText).lightness();
}

void Theme::reload()
{
    m_palette =
        loadPalette(m_mode == Mode::Dark || (m_mode == Mode::System && m_systemDark), m_map, m_stages);
    m_icons->setColours(m_palette.colours);
    if (m_applied)
        dressApplication();
    Q_EMIT changed();
}

void Theme::dressApplication()
{
    const QScopedValueRollback<bool> guard(m_dressing, true);
    QApplication::setStyle(new HeadwatersStyle(m_palette.colours));
    QApplication::setPalette(applicationPalette(m_palette.colours));
    QApplication::setFont(font(TextStyle::Label));
    qApp->setStyleSheet(styleSheet(m_palette.colours));
}

bool drawnUnshaped(const QString& text)
{
    return std::all_of(text.begin(), text.end(), [](QChar letter) {
        // Latin-1 and the general punctuation of our own labels (minus, narrow space, dots, dashes) need
        // none.
        return letter.unicode() < 0x100 || (letter.unicode() >= 0x2010 && letter.unicode() <= 0x2027)
            || letter.unicode() == 0x202F || letter.unicode() == 0x2212;
    });
}

} // namespace headwaters
