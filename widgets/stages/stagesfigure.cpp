#include "widgets/stages/stagesfigure.h"

#include "core/heads/reportviews.h"
#include "widgets/common/numberformat.h"
#include "widgets/stages/compositionpainter.h"
#include "widgets/stages/compositiontext.h"
#include "widgets/stages/stagelegend.h"
#include "widgets/stages/stagetext.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace headwaters {

namespace {

constexpr double screenSize = 11; ///< the lengths of the visual guide go with captions of 11 px
constexpr double legendGap = 8;
constexpr double tallest = 1.4; ///< of the width: a taller grid is drawn smaller

QString tr(const char* text)
{
    return QCoreApplication::translate("StagesFigure", text);
}

StageStyle paperStyle(const FigureStyle& style)
{
    StageStyle paper;
    paper.palette = style.palette;
    paper.words = style.words;
    paper.mono = style.mono;
    paper.label = style.words;
    paper.label.setWeight(QFont::DemiBold);
    paper.label.setPixelSize(std::max(1, static_cast<int>(std::lround(0.9 * style.words.pixelSize()))));
    paper.unit = style.words.pixelSize() / screenSize;
    return paper;
}

/// A deep model is drawn narrower, so that it fits on a page.
StageGridLayout paperLayout(const StageGrid& grid, double width, double unit)
{
    const StageGridLayout wide = StageGridLayout::forPaper(grid, width, unit);
    const double height = wide.size().height();
    return height <= tallest * width
        ? wide
        : StageGridLayout::forPaper(grid, width * tallest * width / height, unit);
}

} // namespace

StagesFigure::StagesFigure(
    std::shared_ptr<const ScanReport> report, const StagesShown& shown, const StageGrid& grid,
    const QString& title)
    : m_report(std::move(report)),
      m_shown(shown),
      m_grid(grid),
      m_title(title)
{
    m_grid.hovered.reset();
    if (!m_grid.locked)
        m_grid.edges.clear();
}

int StagesFigure::countOf(HeadVerdict verdict) const
{
    return static_cast<int>(
        std::count_if(m_report->heads.begin(), m_report->heads.end(), [verdict](const HeadReport& head) {
            return head.verdict == verdict;
        }));
}

QString StagesFigure::caption() const
{
    QString caption = tr("The %1 heads of %2: rows are layers, columns heads.")
                          .arg(m_report->heads.size())
                          .arg(m_report->model.name);
    switch (m_shown.mode) {
    case StagesShown::Mode::Stage:
        caption += u' '
            + tr("Wedges are the four stages in proportion, paler where they are weak. %1 heads have a "
                 "primary stage, %2 several, %3 a tentative one, %4 no clear stage.")
                  .arg(countOf(HeadVerdict::Primary))
                  .arg(countOf(HeadVerdict::MultiStage))
                  .arg(countOf(HeadVerdict::Tentative))
                  .arg(countOf(HeadVerdict::Unassigned));
        if (!m_shown.task.isEmpty())
            caption += u' ' + tr("Strengths on %1 only.").arg(taskName(m_shown.task));
        break;
    case StagesShown::Mode::Type:
        caption += u' ' + tr("Discs are the strength of the type %1.").arg(headTypeInfo(m_shown.type).name);
        break;
    case StagesShown::Mode::RawScore:
        caption += u' '
            + tr("Colour is the score of the type %1, %2 to %3.")
                  .arg(
                      headTypeInfo(m_shown.type).name, numberText(m_grid.lowest, 2),
                      numberText(m_grid.bound, 2));
        break;
    case StagesShown::Mode::Difference:
        caption += u' '
            + tr("Colour is the largest change of a stage's strength, ±%1 at the ends.")
                  .arg(numberText(m_grid.bound, 2));
        break;
    }
    if (!m_grid.edges.empty())
        caption += u' ' + linesText();
    return caption + u' ' + trustText(*m_report);
}

QString StagesFigure::linesText() const
{
    const HeadIndex own = *m_grid.locked;
    return tr("Lines are what head %1 composes with most by the weights alone (Elhage et al. 2021), Q solid, "
              "K "
              "dashed, V dotted: %2.")
        .arg(own.text(), compositionText(m_grid.edges, own));
}

Provenance StagesFigure::provenance() const
{
    Provenance provenance;
    provenance.modelName = m_report->model.name;
    provenance.modelSha256 = m_report->model.sha256;
    provenance.dtype = QStringLiteral("float32");
    provenance.origin = Origin::Derived;
    provenance.settings << scanText(*m_report)
                        << (m_shown.scheme.extended ? tr("extended stages") : tr("the survey's stages"))
                        << (m_shown.scheme.pooling == TaskPooling::Most ? tr("most over tasks")
                                                                        : tr("mean over tasks"));
    if (m_shown.onlyOfType)
        provenance.settings << tr("other heads than %1 faded").arg(headTypeInfo(m_shown.type).name);
    return provenance;
}

QString StagesFigure::fileStem() const
{
    switch (m_shown.mode) {
    case StagesShown::Mode::Type:
        return QStringLiteral("stages-") + headTypeInfo(m_shown.type).key;
    case StagesShown::Mode::RawScore:
        return QStringLiteral("score-") + headTypeInfo(m_shown.type).key;
    case StagesShown::Mode::Difference:
        return QStringLiteral("stages-difference");
    case StagesShown::Mode::Stage:
        break;
    }
    return QStringLiteral("stages");
}

double StagesFigure::heightForWidth(double width, const FigureStyle& style) const
{
    const StageStyle paper = paperStyle(style);
    const double legend = style.legend ? stageLegendHeight(m_grid, width, paper) + legendGap * paper.unit : 0;
    return paperLayout(m_grid, width, paper.unit).size().height() + legend;
}

void StagesFigure::paint(QPainter& painter, const QRectF& area, const FigureStyle& style) const
{
    const StageStyle paper = paperStyle(style);
    const StageGridLayout layout = paperLayout(m_grid, area.width(), paper.unit);
    painter.save();
    painter.translate(area.topLeft());
    for (int layer = 0; layer < m_grid.nLayers; ++layer) {
        for (int head = 0; head < m_grid.nHeads; ++head)
            paintStageCell(painter, layout.cell({layer, head}), m_grid.at({layer, head}), m_grid, paper);
    }
    paintCompositions(painter, m_grid, layout, {}, paper);
    if (m_grid.locked)
        paintStageMark(painter, layout.cell(*m_grid.locked), true, paper);
    paintStageNumbers(painter, m_grid, layout, {}, layout.size(), paper);
    if (style.legend) {
        const double top = layout.size().height() + legendGap * paper.unit;
        paintStageLegend(painter, QRectF(0, top, area.width(), area.height() - top), m_grid, paper);
    }
    painter.restore();
}

FigureData StagesFigure::data() const
{
    FigureData data;
    data.table.header =
        QStringList{QStringLiteral("layer"),      QStringLiteral("head"),  QStringLiteral("verdict"),
                    QStringLiteral("confidence"), QStringLiteral("KR"),    QStringLiteral("ICI"),
                    QStringLiteral("LR"),         QStringLiteral("EP"),    QStringLiteral("types"),
                    QStringLiteral("type"),       QStringLiteral("score"), QStringLiteral("shown")};
    const std::vector<std::int64_t> wall{m_grid.nLayers, m_grid.nHeads};
    NamedTensor stages{QStringLiteral("stages"), {m_grid.nLayers, m_grid.nHeads, stageCount}, {}};
    NamedTensor scores{QStringLiteral("score"), wall, {}};
    NamedTensor changes{QStringLiteral("change"), wall, {}};
    for (const HeadReport& head : m_report->heads) {
        const StageStrengths strengths = stagesOn(head, m_shown.task);
        const TypeSummary* type = head.of(m_shown.type);
        const StageCell& cell = m_grid.at(head.head);
        QStringList row{
            QString::number(head.head.layer), QString::number(head.head.head), verdictKey(head.verdict),
            confidenceKey(head.confidence)};
        for (const double strength : strengths) {
            row << numberText(strength);
            stages.values.push_back(static_cast<float>(strength));
        }
        QStringList types;
        for (const TypeSummary* found : foundTypes(head))
            types << headTypeInfo(found->type).key;
        const bool isMeasured = type && type->finding != Finding::NotMeasurable;
        if (isMeasured)
            scores.values.push_back(static_cast<float>(type->score));
        row << types.join(u';') << headTypeInfo(m_shown.type).key
            << (isMeasured ? numberText(type->score) : QString()) << cell.label;
        data.table.rows.push_back(row);
        if (cell.value)
            changes.values.push_back(static_cast<float>((2 * *cell.value - 1) * m_grid.bound));
    }
    data.tensors.push_back(std::move(stages));
    if (scores.values.size() == m_report->heads.size())
        data.tensors.push_back(std::move(scores));
    if (m_shown.mode == StagesShown::Mode::Difference && changes.values.size() == m_report->heads.size())
        data.tensors.push_back(std::move(changes));
    return data;
}

} // namespace headwaters
