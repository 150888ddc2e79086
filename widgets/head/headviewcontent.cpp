#include "widgets/head/headview.h"

#include "widgets/common/viewheader.h"
#include "widgets/head/directionpanels.h"
#include "widgets/head/headcontrols.h"
#include "widgets/head/headmessage.h"
#include "widgets/head/headpanes.h"
#include "widgets/head/headpicture.h"
#include "widgets/head/pairtable.h"
#include "widgets/head/shownfigure.h"
#include "widgets/head/veil.h"

#include <QStackedWidget>

namespace headwaters {

void HeadView::showContent()
{
    const bool sides = shown() == Shown::SideBySide;
    const bool hasContent = m_content != nullptr;
    m_controls->setControlsVisible(hasContent || sides);
    m_header->setBadgeVisible(hasContent || sides);
    showPanels();
    if (sides) {
        showPanes();
        return;
    }
    if (!hasContent) {
        showState();
        m_veil->hide();
        return;
    }
    if (m_tableShown && !m_tableFilled) {
        // The other quantities of a rebuilt map or of a difference are not at hand.
        const bool isAlone = shown() == Shown::Difference || m_content->map.isRebuilt();
        m_pairs->setContent(m_content, isAlone ? nullptr : front().detail());
        m_tableFilled = true;
    }
    m_stack->setCurrentWidget(m_tableShown ? static_cast<QWidget*>(m_pairs) : m_picture);
    const AttentionMap& map = m_content->map;
    const bool isOneOfTwo = m_comparison && m_comparison->isOn() && !map.isDifference;
    m_header->setTitle(
        isOneOfTwo ? tr("%1 · %2").arg(m_content->title(), shown() == Shown::B ? tr("B") : tr("A"))
                   : m_content->title());
    m_header->setHookName(hookName(map));
    m_header->setOrigin(m_content->isMeasured() ? Origin::Measured : Origin::Derived);
    m_controls->setNote(m_content->sinkText());

    // Dimmed: of an older run, or of another map than the controls ask for.
    const bool isOther = map.quantity != m_choice.quantity || map.aggregation != m_choice.aggregation;
    m_header->setStaleRun(isOld() ? std::optional(front().run()->run) : std::nullopt);
    m_veil->setVisible(isOld() || isOther);
    m_veil->raise();
}

void HeadView::showPanels()
{
    if (!m_panels)
        return;
    // They are of one head of the run in front.
    m_panels->setVisible(
        m_content && shown() == Shown::A && m_content->map.aggregation == Aggregation::OneHead);
    shareSplit();
}

void HeadView::showPanes()
{
    const auto content = m_a->content();
    m_header->setTitle(content ? tr("%1 · A | B").arg(content->title()) : tr("Head · A | B"));
    m_header->setHookName(content ? hookName(content->map) : QString());
    m_header->setOrigin(
        m_choice.sinkMode == SinkMode::Renormalise || m_choice.aggregation != Aggregation::OneHead
                || m_choice.quantity == Quantity::ValueWeighted || m_choice.quantity == Quantity::Effect
            ? Origin::Derived
            : Origin::Measured);
    m_header->setStaleRun(std::nullopt);
    m_controls->setNote({});
    m_header->setLocked(m_selection.isHeadLocked());
    m_panes->show(m_choice, m_tableShown);
    m_stack->setCurrentWidget(m_panes);
    m_veil->hide();
}

void HeadView::showState()
{
    if (shown() == Shown::SideBySide) {
        if (isVisible())
            showPanes();
        return;
    }
    if (m_content)
        return;
    m_header->setTitle(tr("Head"));
    m_header->setLocked(false);
    m_state->setMessage(emptyMessage());
    m_stack->setCurrentWidget(m_state);
}

StateMessage HeadView::emptyMessage() const
{
    if (shown() == Shown::Difference && !m_comparison->mapBlocked().isEmpty())
        return {iconName(), tr("No difference to show"), m_comparison->mapBlocked()};
    if (shown() == Shown::B) {
        if (const auto message = missingSideMessage(*m_b, *m_a, m_choice))
            return *message;
    }
    return emptyHeadMessage(front(), m_choice);
}

std::unique_ptr<Figure> HeadView::figure() const
{
    const auto side = [this](const std::unique_ptr<HeadSide>& from) {
        if (!from)
            return std::optional<HeadFigureSide>();
        return m_isOutdated ? from->currentSide(m_choice) : from->figureSide();
    };
    if (shown() == Shown::Difference && !m_comparison->mapBlocked().isEmpty())
        return nullptr;
    const bool hasPanels = m_panels && m_panels->isVisible();
    return shownFigure(
        shown(), side(m_a), side(m_b), m_picture->lineShare(), hasPanels ? m_panels->content() : nullptr);
}

} // namespace headwaters
