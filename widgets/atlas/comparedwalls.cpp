#include "widgets/atlas/comparedwalls.h"

#include "widgets/atlas/atlasdifferencefigure.h"
#include "widgets/atlas/atlasmessage.h"
#include "widgets/atlas/differencetable.h"
#include "widgets/atlas/headtable.h"
#include "widgets/atlas/headtext.h"
#include "widgets/atlas/tokensearch.h"
#include "widgets/atlas/wallwidget.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/statepanel.h"
#include "widgets/compare/sidebysidefigure.h"
#include "widgets/compare/sidetext.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

/// The effects that belong to the layers in front; null where there are none.
std::shared_ptr<const EffectSummary> effectsOf(const RunModel& side)
{
    const auto effects = side.effects();
    const bool belong = side.state() != RunModel::State::Running && side.result() && effects
        && effects->run == side.result()->run;
    return belong ? effects : nullptr;
}

} // namespace

ComparedWalls::ComparedWalls(
    const Theme& theme, WallWidget* wall, HeadTable* table, Comparison& comparison, QWidget* parent)
    : QWidget(parent),
      m_comparison(comparison),
      m_wallA(wall),
      m_tableA(table),
      m_wallB(new WallWidget(theme, comparison.selectionB(), this)),
      m_tableB(new HeadTable(theme, comparison.selectionB(), this)),
      m_wallDifference(new WallWidget(theme, comparison.selectionA(), this)),
      m_tableDifference(new DifferenceTable(comparison, this)),
      m_paneA(pane(theme, m_wallA, m_tableA)),
      m_paneB(pane(theme, m_wallB, m_tableB)),
      m_paneDifference(pane(theme, m_wallDifference, m_tableDifference))
{
    m_wallDifference->setAccessibleName(tr("Wall of attention heads, A − B"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    for (const Pane& each : {m_paneA, m_paneB, m_paneDifference})
        row->addWidget(each.widget, 1);
    for (WallWidget* each : {m_wallB, m_wallDifference})
        connect(each, &WallWidget::openHead, this, &ComparedWalls::openHead);
    connect(m_tableB, &HeadTable::openHead, this, &ComparedWalls::openHead);
    connect(m_tableB, &HeadTable::failed, this, &ComparedWalls::failed);
    connect(m_tableDifference, &DifferenceTable::openHead, this, &ComparedWalls::openHead);
    connect(m_tableDifference, &DifferenceTable::failed, this, &ComparedWalls::failed);
    linkWalls();
}

ComparedWalls::Pane ComparedWalls::pane(const Theme& theme, QWidget* wall, QWidget* table)
{
    Pane made;
    made.widget = new QWidget(this);
    made.caption = new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, made.widget);
    made.caption->setElideMode(Qt::ElideMiddle);
    made.pages = new QStackedWidget(made.widget);
    made.message = new StatePanel(theme, made.pages);
    for (QWidget* page : {wall, table, static_cast<QWidget*>(made.message)})
        made.pages->addWidget(page);
    auto* column = new QVBoxLayout(made.widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* captionRow = new QHBoxLayout;
    captionRow->setContentsMargins(metrics::pad, 4, metrics::pad, 4);
    captionRow->addWidget(made.caption);
    column->addLayout(captionRow);
    column->addWidget(made.pages, 1);
    return made;
}

void ComparedWalls::resizeEvent(QResizeEvent* event)
{
    // Both halves as wide: walls that differ by a pixel would fit with other cells.
    layout()->setSpacing(width() % 2 == 0 ? 2 : 1);
    QWidget::resizeEvent(event);
}

void ComparedWalls::linkWalls()
{
    const auto link = [this](WallWidget* from, WallWidget* to) {
        const auto follow = [this, from, to] {
            if (m_isLinking || m_comparison.shown() != Comparison::Shown::SideBySide)
                return;
            const QScopedValueRollback<bool> linking(m_isLinking, true);
            to->follow(*from);
        };
        connect(from, &WallCanvas::zoomChanged, this, follow);
        connect(from->horizontalScrollBar(), &QScrollBar::valueChanged, this, follow);
        connect(from->verticalScrollBar(), &QScrollBar::valueChanged, this, follow);
    };
    link(m_wallA, m_wallB);
    link(m_wallB, m_wallA);
}

WallWidget& ComparedWalls::front() const
{
    switch (m_comparison.shown()) {
    case Comparison::Shown::B:
        return *m_wallB;
    case Comparison::Shown::Difference:
        return *m_wallDifference;
    default:
        return *m_wallA;
    }
}

QWidget* ComparedWalls::keyTarget() const
{
    const Pane& shown = m_comparison.shown() == Comparison::Shown::B ? m_paneB
        : m_comparison.shown() == Comparison::Shown::Difference      ? m_paneDifference
                                                                     : m_paneA;
    QWidget* page = shown.pages->currentWidget();
    return page == shown.message ? nullptr : page;
}

void ComparedWalls::refresh(const AtlasOptions& options, bool asTables)
{
    using Shown = Comparison::Shown;
    const Shown shown = m_comparison.shown();
    m_asTables = asTables;
    const bool both = shown == Shown::SideBySide;
    for (const Pane& each : {m_paneA, m_paneB})
        each.caption->setVisible(both);
    m_paneDifference.caption->hide();
    m_wallA->setFitsWidth(both);
    m_wallB->setFitsWidth(both);
    m_paneA.caption->setText(sideText(tr("A"), m_comparison.a()));
    m_paneA.pages->setCurrentWidget(asTables ? static_cast<QWidget*>(m_tableA) : m_wallA);
    if (both || shown == Shown::B)
        refreshB(optionsOfB(options));
    if (shown == Shown::Difference)
        refreshDifference(options);
    m_paneA.widget->setVisible(both || shown == Shown::A);
    m_paneB.widget->setVisible(both || shown == Shown::B);
    m_paneDifference.widget->setVisible(shown == Shown::Difference);
}

void ComparedWalls::refreshB(const AtlasOptions& options)
{
    const RunModel& b = m_comparison.b();
    const ModelInfo& info = b.model();
    int top = options.top.value_or(info.nLayers * info.nHeads);
    // All heads of A stay in front: then all of B do, however many.
    if (top >= m_comparison.a().model().nLayers * m_comparison.a().model().nHeads)
        top = info.nLayers * info.nHeads;
    m_paneB.caption->setText(sideText(tr("B"), b));
    const bool hasWall = b.result() || (b.tokenizer() && b.state() == RunModel::State::Running);
    if (!hasWall) {
        m_paneB.message->setMessage(emptySideMessage(b, QStringLiteral("atlas")));
        m_paneB.pages->setCurrentWidget(m_paneB.message);
        return;
    }
    const auto effects = effectsOf(b);
    HeadRanking ranking = options.rankBy == RankBy::Difference
        ? rankDifferences(info.nLayers, info.nHeads, m_comparison.differences())
        : rankHeads(options.rankBy, info.nLayers, info.nHeads, b.layers(), effects.get());
    ranking.seek(options.sought.heads);
    m_wallB->setRun(WallShape::of(info), b.layers(), effects);
    m_wallB->setDimmed(isOldRun(b));
    m_wallB->setNote(wallNote(b));
    m_wallB->setRoles(options.roles);
    m_wallB->setRanking(ranking, top);
    m_tableB->setRun(WallShape::of(info), b.layers(), effects);
    m_tableB->heads().setRanking(
        ranking, top,
        effects ? tr("effect on %1 − %2").arg(b.label(effects->target), b.label(effects->rival))
                : tr("effect"));
    if (const auto result = b.result(); result && b.state() != RunModel::State::Running)
        m_wallB->setMarks(
            options.search.isEmpty() ? std::vector<int>() : matchingPositions(result->tokens, options.search),
            static_cast<int>(result->tokens.size()));
    else
        m_wallB->setMarks({}, 0);
    m_paneB.pages->setCurrentWidget(m_asTables ? static_cast<QWidget*>(m_tableB) : m_wallB);
}

void ComparedWalls::refreshDifference(const AtlasOptions& options)
{
    const QString blocked = m_comparison.wallBlocked();
    if (!blocked.isEmpty()) {
        m_paneDifference.message->setMessage({QStringLiteral("atlas"), tr("No difference to show"), blocked});
        m_paneDifference.pages->setCurrentWidget(m_paneDifference.message);
        return;
    }
    const ModelInfo& info = m_comparison.a().model();
    if (m_comparison.differences() != m_differences) {
        m_differences = m_comparison.differences();
        m_pictures = differenceLayers(m_differences);
    }
    m_pictures.layers.resize(static_cast<std::size_t>(info.nLayers));
    m_wallDifference->setScale(differenceScale(m_pictures), [this](HeadIndex head) {
        return describeDifference(head, differenceOf(m_comparison.differences(), head));
    });
    m_wallDifference->setRun(WallShape::of(info), m_pictures.layers, nullptr);
    HeadRanking ranking = rankDifferences(info.nLayers, info.nHeads, m_comparison.differences());
    ranking.seek(options.sought.heads);
    m_wallDifference->setRanking(ranking, options.top.value_or(info.nLayers * info.nHeads));
    m_wallDifference->setDimmed(isOldRun(m_comparison.a()) || isOldRun(m_comparison.b()));
    m_tableDifference->heads().refresh();
    m_paneDifference.pages->setCurrentWidget(
        m_asTables ? static_cast<QWidget*>(m_tableDifference) : m_wallDifference);
}

AtlasOptions ComparedWalls::optionsOfB(AtlasOptions options) const
{
    const RunModel& b = m_comparison.b();
    options.locked = m_comparison.selectionB().locked().head;
    if (b.model().name != m_comparison.a().model().name) {
        options.roles.clear();
        options.sought = {};
    }
    if (const auto effects = effectsOf(b)) {
        options.target = b.label(effects->target);
        options.rival = b.label(effects->rival);
    }
    return options;
}

std::unique_ptr<Figure> ComparedWalls::figure(AtlasOptions options) const
{
    const RunModel& a = m_comparison.a();
    const RunModel& b = m_comparison.b();
    if (b.state() != RunModel::State::Ready)
        return nullptr;
    options.differences = m_comparison.differences();
    const auto figureOf = [](const RunModel& side, const AtlasOptions& with) {
        return std::make_unique<AtlasFigure>(side.model(), side.result(), effectsOf(side), with);
    };
    switch (m_comparison.shown()) {
    case Comparison::Shown::A:
        return figureOf(a, options);
    case Comparison::Shown::B:
        return figureOf(b, optionsOfB(options));
    case Comparison::Shown::SideBySide:
        return std::make_unique<SideBySideFigure>(figureOf(a, options), figureOf(b, optionsOfB(options)));
    case Comparison::Shown::Difference:
        break;
    }
    const bool isComplete = std::none_of(
        options.differences.begin(), options.differences.end(), [](const auto& layer) { return !layer; });
    if (!m_comparison.wallBlocked().isEmpty() || options.differences.empty() || !isComplete)
        return nullptr;
    return std::make_unique<AtlasDifferenceFigure>(a.model(), a.result(), b.model(), b.result(), options);
}

} // namespace headwaters
