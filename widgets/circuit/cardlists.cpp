#include "widgets/circuit/cardlists.h"

#include "widgets/common/accessible.h"
#include "widgets/common/bars.h"
#include "widgets/common/tokenchip.h"
#include "widgets/theme/keyboardfocus.h"
#include "widgets/theme/metrics.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double shareColumn = 46;
constexpr double valueColumn = 44;
constexpr double barColumn = 84;
constexpr double gap = 6;
constexpr int headRow = 18;
constexpr double differenceColumn = 92;
constexpr double attentionColumn = 62;

} // namespace

// --- EdgeSideLine

EdgeSideLine::EdgeSideLine(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setFixedHeight(26);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void EdgeSideLine::setEdge(EdgeLook look, const QString& side, const QString& place)
{
    m_look = look;
    m_side = side;
    m_place = place;
    describe(this, side, place);
    update();
}

void EdgeSideLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    EdgeShape shape;
    const double middle = height() / 2.0;
    shape.path.moveTo(0, middle);
    shape.path.lineTo(24, middle);
    shape.width = 3;
    shape.look = m_look;
    paintEdge(painter, shape, screenCircuitStyle(m_theme));
    painter.setFont(Theme::font(TextStyle::Label));
    painter.setPen(m_theme.colours().text2);
    painter.drawText(QRectF(32, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, m_side);
    if (m_place.isEmpty())
        return;
    const double x = 32 + painter.fontMetrics().horizontalAdvance(m_side) + 8;
    const TokenChip chip{m_place};
    paintTokenChip(
        painter,
        {x, (height() - metrics::chip) / 2.0, std::min(tokenChipWidth(chip), width() - x), metrics::chip},
        chip, m_theme.colours());
}

// --- DirectionList

DirectionList::DirectionList(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setProperty("focusRing", false);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("What it adds, by direction"));
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void DirectionList::setLines(
    const std::vector<DirectionLine>& lines, const QString& sum, std::optional<int> chosen)
{
    const bool isOther = chosen != m_chosen;
    m_lines = lines;
    m_sum = sum;
    m_chosen = chosen;
    setVisible(!lines.empty());
    updateGeometry();
    update();
    if (isOther)
        tellLockedPart(*this);
}

QSize DirectionList::sizeHint() const
{
    return {240, static_cast<int>(m_lines.size() + 1) * metrics::row};
}

QString DirectionList::partText(int part) const
{
    const DirectionLine& line = m_lines[static_cast<std::size_t>(part)];
    const QString text = tr("%1 adds %2, %3").arg(line.label, line.value, line.share);
    return line.isListed ? tr("%1, in the edge's list").arg(text) : text;
}

QRect DirectionList::partRect(int part) const
{
    return {0, part * metrics::row, width(), metrics::row};
}

int DirectionList::partAt(const QPoint& point) const
{
    const int part = point.y() / metrics::row;
    return point.y() >= 0 && part < partCount() ? part : -1;
}

int DirectionList::lockedPart() const
{
    const auto line = std::find_if(m_lines.begin(), m_lines.end(), [this](const DirectionLine& each) {
        return each.direction >= 0 && each.direction == m_chosen;
    });
    return line == m_lines.end() ? -1 : static_cast<int>(line - m_lines.begin());
}

void DirectionList::togglePart(int part)
{
    if (part >= 0 && m_lines[static_cast<std::size_t>(part)].direction >= 0)
        Q_EMIT directionChosen(m_lines[static_cast<std::size_t>(part)].direction);
}

void DirectionList::mousePressEvent(QMouseEvent* event)
{
    togglePart(partAt(event->pos()));
}

void DirectionList::step(int by)
{
    const int part = lockedPart() + by;
    if (part >= 0 && part < partCount())
        togglePart(part);
}

void DirectionList::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Up)
        step(-1);
    else if (event->key() == Qt::Key_Down)
        step(1);
    else
        QWidget::keyPressEvent(event);
}

void DirectionList::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void DirectionList::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool DirectionList::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int part = partAt(help->pos());
        QToolTip::showText(help->globalPos(), part < 0 ? QString() : partText(part), this);
        return true;
    }
    return QWidget::event(event);
}

void DirectionList::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    const int chosen = lockedPart();
    const QFont words = Theme::font(TextStyle::Label);
    const QFont bold = Theme::font(TextStyle::Label, 600);
    const QFont numbers = Theme::mono(TextStyle::Label);
    const double right = width();
    const auto numbersOf = [&](double y, const QString& value, const QString& share, int weight) {
        painter.setFont(weight == 400 ? numbers : Theme::mono(TextStyle::Label, weight));
        painter.setPen(colours.text);
        painter.drawText(
            QRectF(right - shareColumn - valueColumn, y, valueColumn, metrics::row),
            Qt::AlignRight | Qt::AlignVCenter, value);
        painter.setPen(weight == 400 ? colours.text2 : colours.text);
        painter.drawText(
            QRectF(right - shareColumn, y, shareColumn, metrics::row), Qt::AlignRight | Qt::AlignVCenter,
            share);
    };
    for (std::size_t index = 0; index < m_lines.size(); ++index) {
        const DirectionLine& line = m_lines[index];
        const double y = static_cast<double>(index) * metrics::row;
        if (static_cast<int>(index) == chosen)
            painter.fillRect(
                QRectF(-metrics::pad, y, right + 2 * metrics::pad, metrics::row), colours.accentWeak);
        painter.setFont(line.isListed ? bold : words);
        painter.setPen(line.direction < 0 ? colours.text3 : line.isListed ? colours.text : colours.text2);
        painter.drawText(QRectF(0, y, right, metrics::row), Qt::AlignLeft | Qt::AlignVCenter, line.label);
        const double track = right - shareColumn - valueColumn - gap - barColumn;
        paintSignedBar(painter, {track, y + 7, barColumn, 8}, line.part, colours);
        numbersOf(y, line.value, line.share, 400);
    }
    const double y = static_cast<double>(m_lines.size()) * metrics::row;
    painter.fillRect(QRectF(0, y, right, 1), colours.line);
    painter.setFont(bold);
    painter.setPen(colours.text);
    painter.drawText(QRectF(0, y, right, metrics::row), Qt::AlignLeft | Qt::AlignVCenter, tr("sum"));
    numbersOf(y, m_sum, QStringLiteral("100") + QChar(0x202F) + u'%', 600);
    if (KeyboardFocus::isShownFor(this)) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colours.accent, 2));
        const QRect ring = chosen < 0 ? rect() : partRect(chosen);
        painter.drawRoundedRect(QRectF(ring).adjusted(1, 1, -1, -1), 3, 3);
    }
}

// --- ReadingColumns

ReadingColumns::ReadingColumns(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void ReadingColumns::setTokens(
    const std::vector<ReadToken>& query, const std::vector<ReadToken>& key,
    const std::vector<ReadToken>& written)
{
    m_query = query;
    m_key = key;
    m_written = written;
    const auto list = [](const std::vector<ReadToken>& tokens) {
        QStringList texts;
        for (const ReadToken& token : tokens)
            texts << token.label;
        return texts.join(QStringLiteral(", "));
    };
    describe(
        this, tr("Tokens of the direction"),
        tr("query side %1; key side %2; writes %3").arg(list(query), list(key), list(written)));
    setVisible(!query.empty() || !key.empty());
    updateGeometry();
    update();
}

QSize ReadingColumns::sizeHint() const
{
    const int upper = headRow + static_cast<int>(upperRows()) * metrics::chip;
    return {240, m_written.empty() ? upper : upper + 8 + headRow + 2 * metrics::chip};
}

void ReadingColumns::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    const double half = width() / 2.0;
    const auto head = [&](double x, double y, double room, const QString& text) {
        painter.setFont(Theme::font(TextStyle::Caption));
        painter.setPen(colours.text3);
        painter.drawText(QRectF(x, y, room, headRow), Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    const auto token = [&](const ReadToken& each, double x, double y, double room) {
        paintTokenLabel(
            painter, {x, y, room - 40, metrics::chip}, each.label, colours.text, colours.text3,
            Theme::monoFor(each.label, TextStyle::Label));
        painter.setFont(Theme::mono(TextStyle::Caption));
        painter.setPen(colours.text3);
        painter.drawText(
            QRectF(x, y, room - 12, metrics::chip), Qt::AlignRight | Qt::AlignVCenter, each.value);
    };
    head(0, 0, half, tr("on the query side"));
    head(half, 0, half, tr("on the key side"));
    for (std::size_t row = 0; row < upperRows(); ++row) {
        const double y = headRow + static_cast<double>(row) * metrics::chip;
        if (row < m_query.size())
            token(m_query[row], 0, y, half);
        if (row < m_key.size())
            token(m_key[row], half, y, half + 12);
    }
    if (m_written.empty())
        return;
    double y = headRow + static_cast<double>(upperRows()) * metrics::chip + 8;
    head(0, y, width(), tr("and writes, by its OV direction of that number"));
    y += headRow;
    for (std::size_t row = 0; row < std::min<std::size_t>(m_written.size(), 4); ++row)
        token(
            m_written[row], row % 2 == 0 ? 0 : half, y + static_cast<double>(row / 2) * metrics::chip,
            row % 2 == 0 ? half : half + 12);
}

// --- TrialRows

TrialRows::TrialRows(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

void TrialRows::setTrials(const std::vector<TrialLine>& trials, const QString& pair)
{
    m_trials = trials;
    m_pair = pair;
    QStringList texts;
    for (const TrialLine& line : trials)
        texts << tr("%1: %2, attention %3").arg(line.label.trimmed(), line.difference, line.attention);
    describe(this, tr("Change of %1").arg(pair), texts.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize TrialRows::sizeHint() const
{
    return {240, headRow + static_cast<int>(m_trials.size()) * metrics::row};
}

void TrialRows::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    const double right = width();
    const QRectF difference(right - attentionColumn - differenceColumn, 0, differenceColumn, headRow);
    const QRectF attention(right - attentionColumn, 0, attentionColumn, headRow);
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text3);
    painter.drawText(
        difference, Qt::AlignRight | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_pair, Qt::ElideRight, static_cast<int>(differenceColumn)));
    painter.drawText(attention, Qt::AlignRight | Qt::AlignVCenter, tr("attention"));
    for (std::size_t index = 0; index < m_trials.size(); ++index) {
        const TrialLine& line = m_trials[index];
        const double y = headRow + static_cast<double>(index) * metrics::row;
        if (line.isLast)
            painter.fillRect(
                QRectF(-metrics::pad, y, right + 2 * metrics::pad, metrics::row), colours.accentWeak);
        painter.setFont(Theme::font(TextStyle::Label, line.isLast ? 600 : 400));
        painter.setPen(line.isControl ? colours.text3 : line.isLast ? colours.text : colours.text2);
        painter.drawText(QRectF(0, y, right, metrics::row), Qt::AlignLeft | Qt::AlignVCenter, line.label);
        painter.setFont(Theme::mono(TextStyle::Label));
        painter.setPen(line.isControl ? colours.text3 : colours.text);
        painter.drawText(
            QRectF(difference.left(), y, difference.width(), metrics::row), Qt::AlignRight | Qt::AlignVCenter,
            line.difference);
        painter.drawText(
            QRectF(attention.left(), y, attention.width(), metrics::row), Qt::AlignRight | Qt::AlignVCenter,
            line.attention);
    }
}

} // namespace headwaters
