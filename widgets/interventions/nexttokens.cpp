#include "widgets/interventions/nexttokens.h"

#include "widgets/common/accessible.h"
#include "widgets/common/numberformat.h"
#include "widgets/theme/metrics.h"

#include <QPainter>

#include <algorithm>

namespace headwaters {

namespace {

constexpr std::size_t mostRows = 5;
constexpr int headingHeight = 22;
constexpr int barWidth = 60;

} // namespace

NextTokens::NextTokens(const Theme& theme, const RunModel& run, InterventionModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_run(run),
      m_model(model)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&model, &InterventionModel::outcomeChanged, this, [this] {
        QStringList texts;
        for (const Row& row : rows())
            texts << tr("%1 from %2 to %3")
                         .arg(row.label, probabilityText(row.before), probabilityText(row.after));
        describe(this, tr("Next tokens with the stack on"), texts.join(QStringLiteral("; ")));
        updateGeometry();
        update();
    });
}

std::vector<NextTokens::Row> NextTokens::rows() const
{
    const auto& outcome = m_model.outcome();
    if (!outcome)
        return {};
    std::vector<Row> all;
    const auto find = [](const std::vector<CausalToken>& tokens, TokenId id) {
        const auto found =
            std::find_if(tokens.begin(), tokens.end(), [id](const CausalToken& one) { return one.id == id; });
        return found == tokens.end() ? 0.0 : found->probability;
    };
    for (const CausalToken& token : outcome->after) {
        if (all.size() == mostRows)
            break;
        all.push_back({m_run.label(token.id), find(outcome->before, token.id), token.probability});
    }
    return all;
}

QSize NextTokens::sizeHint() const
{
    return {220, headingHeight + metrics::row * static_cast<int>(mostRows + 2)};
}

void NextTokens::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    painter.setFont(Theme::font(TextStyle::Label, 600));
    painter.setPen(colours.text);
    painter.drawText(
        QRectF(0, 0, width(), headingHeight), Qt::AlignLeft | Qt::AlignVCenter, tr("With the stack on"));
    const int after = width() - barWidth - 10;
    const int before = after - 48;
    const auto row = [](int at) { return headingHeight + metrics::row * at; };
    const auto cell = [&](int right, int at) { return QRectF(right - 60, row(at), 60, metrics::row); };
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text3);
    painter.drawText(
        QRectF(0, row(0), width(), metrics::row), Qt::AlignLeft | Qt::AlignVCenter, tr("next token"));
    painter.drawText(cell(before, 0), Qt::AlignRight | Qt::AlignVCenter, tr("before"));
    painter.drawText(cell(after, 0), Qt::AlignRight | Qt::AlignVCenter, tr("now"));
    const std::vector<Row> all = rows();
    for (std::size_t at = 0; at < all.size(); ++at) {
        const int line = static_cast<int>(at) + 1;
        painter.setFont(Theme::monoFor(all[at].label, TextStyle::Label));
        painter.setPen(colours.text);
        painter.drawText(
            QRectF(0, row(line), before - 44, metrics::row), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(all[at].label, Qt::ElideRight, before - 44));
        painter.setFont(Theme::mono(TextStyle::Label));
        painter.setPen(colours.text2);
        painter.drawText(
            cell(before, line), Qt::AlignRight | Qt::AlignVCenter, probabilityText(all[at].before));
        painter.setPen(colours.text);
        painter.drawText(
            cell(after, line), Qt::AlignRight | Qt::AlignVCenter, probabilityText(all[at].after));
        const double left = after + 8;
        painter.fillRect(QRectF(left, row(line) + 5, barWidth * all[at].after, 8), colours.bar);
        painter.fillRect(QRectF(left, row(line) + 14, barWidth * all[at].before, 3), colours.lineStrong);
        painter.fillRect(QRectF(left, row(line) + 2, 1, metrics::row - 4), colours.lineStrong);
    }
    if (!m_model.outcome())
        return;
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.setPen(colours.text3);
    painter.drawText(
        QRectF(0, row(static_cast<int>(all.size()) + 1), width(), metrics::row),
        Qt::AlignLeft | Qt::AlignVCenter,
        tr("divergence %1 nats · rank of target %2")
            .arg(numberText(m_model.outcome()->end.divergence, 3))
            .arg(m_model.outcome()->end.rank));
}

} // namespace headwaters
