#include "widgets/prompt/tokenstrip.h"

#include "widgets/prompt/stripchip.h"
#include "widgets/theme/metrics.h"

#include <QKeyEvent>

#include <algorithm>

namespace headwaters {

TokenStrip::TokenStrip(const Theme& theme, Selection& selection, QWidget* parent)
    : ChipStrip(theme, tr("Tokens of the prompt"), parent),
      m_selection(selection)
{
    setObjectName(QStringLiteral("tokenStrip"));
    connect(&m_selection, &Selection::changed, this, &TokenStrip::followSelection);
    rebuild();
}

void TokenStrip::setTokens(std::vector<Token> tokens, bool startsWithBeginOfText, bool offersBeginOfText)
{
    m_content.tokens = std::move(tokens);
    m_content.startsWithBeginOfText = startsWithBeginOfText;
    m_content.offersBeginOfText = offersBeginOfText;
    m_open.clear();
    rebuild();
}

void TokenStrip::setLinked(bool linked)
{
    if (m_linked == linked)
        return;
    m_linked = linked;
    rebuild();
}

std::vector<int> TokenStrip::lockedPair() const
{
    if (!m_linked || !m_selection.isPairLocked())
        return {};
    return {*m_selection.locked().destination, *m_selection.locked().source};
}

QString TokenStrip::chipDescription(int chip) const
{
    QString text = m_content.description(chip);
    if (!m_linked || !m_content.isToken(chip))
        return text;
    const int position = m_content.item(chip).first;
    if (m_selection.locked().source == position)
        text += tr(", locked source");
    if (m_selection.locked().destination == position)
        text += tr(", locked destination");
    return text;
}

QString TokenStrip::chipToolTip(int chip) const
{
    return m_content.toolTip(chip);
}

void TokenStrip::rebuild()
{
    m_kept = lockedPair();
    m_content.fold(m_kept, m_open);
    startAt(std::clamp(currentChip(), 0, std::max(0, m_content.itemCount() - 1)));
    forgetPointer();
    relayout();
    announce();
    Q_EMIT foldingChanged();
}

std::vector<int> TokenStrip::chipWidths()
{
    std::vector<int> widths;
    for (int chip = 0; chip < m_content.itemCount(); ++chip)
        widths.push_back(stripChipWidth(m_content, chip));
    return widths;
}

FlowMetrics TokenStrip::flowMetrics() const
{
    FlowMetrics flow;
    flow.chipHeight = metrics::chip;
    flow.above = m_content.isLong() ? stripNumberHeight : 0;
    flow.rowPitch = metrics::chip + flow.gap + flow.above;
    return flow;
}

bool TokenStrip::canFold() const
{
    return m_content.isLong() && !lockedPair().empty()
        && std::find(m_open.begin(), m_open.end(), true) != m_open.end();
}

void TokenStrip::foldAll()
{
    m_open.clear();
    rebuild();
}

void TokenStrip::followSelection()
{
    if (m_content.isLong() && lockedPair() != m_kept) {
        const int position = m_content.itemCount() == 0 ? 0 : m_content.item(currentChip()).first;
        rebuild();
        setCurrentChip(m_content.itemOf(position));
    }
    viewport()->update();
}

int TokenStrip::destinationFor(int source) const
{
    const auto locked = m_selection.locked().destination;
    const int last = static_cast<int>(m_content.tokens.size()) - 1;
    // A destination before the source cannot see it; then the last token, which sees every source, takes its
    // place.
    return locked && *locked >= source ? *locked : last;
}

void TokenStrip::hoveredChanged()
{
    if (!m_linked)
        return;
    if (hovered() && m_content.isToken(*hovered())) {
        const int source = m_content.item(*hovered()).first;
        m_selection.hoverPair(destinationFor(source), source);
    } else {
        m_selection.hoverPair(std::nullopt, std::nullopt);
    }
}

void TokenStrip::activate(int chip, Qt::KeyboardModifiers modifiers)
{
    const StripItem item = m_content.item(chip);
    if (item.kind == StripItem::Kind::AddBeginOfText) {
        Q_EMIT beginOfTextWanted(true);
    } else if (item.kind == StripItem::Kind::Fold) {
        m_open.resize(m_content.tokens.size(), false);
        std::fill_n(m_open.begin() + item.first, item.count, true);
        rebuild();
        setCurrentChip(chip);
    } else if (m_linked && modifiers.testFlag(Qt::ShiftModifier)) {
        const int source = std::min(m_selection.locked().source.value_or(item.first), item.first);
        m_selection.togglePair(item.first, source);
    } else if (m_linked) {
        m_selection.togglePair(destinationFor(item.first), item.first);
    }
    announce();
}

bool TokenStrip::isRemovePart(int chip, const QPoint& point) const
{
    return m_content.isBeginOfText(chip)
        && tokenChipRemoveArea(chipRect(chip)).toAlignedRect().contains(point);
}

void TokenStrip::removed(int /*chip*/)
{
    Q_EMIT beginOfTextWanted(false);
}

void TokenStrip::keyPressEvent(QKeyEvent* event)
{
    const bool isDelete = event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace;
    if (chipCount() == 0 || (!isDelete && event->key() != Qt::Key_Escape)) {
        ChipStrip::keyPressEvent(event);
        return;
    }
    if (!isDelete)
        m_selection.release();
    else if (m_content.isBeginOfText(currentChip()))
        removed(currentChip());
    event->accept();
}

TokenChip::State TokenStrip::stateOf(int chip) const
{
    if (m_linked && m_content.isToken(chip)) {
        const int position = m_content.item(chip).first;
        const auto isEndOf = [position](const SelectionState& state) {
            return state.destination == position || state.source == position;
        };
        if (m_selection.isPairLocked() && isEndOf(m_selection.locked()))
            return TokenChip::State::Locked;
        if (isEndOf(m_selection.shown()))
            return TokenChip::State::Preview;
    }
    return hovered() == chip ? TokenChip::State::Hovered : TokenChip::State::Plain;
}

void TokenStrip::paintChip(QPainter& painter, int chip)
{
    paintStripChip(painter, chipRect(chip), m_content, chip, stateOf(chip), colours());
}

} // namespace headwaters
