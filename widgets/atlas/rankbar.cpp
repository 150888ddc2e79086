#include "widgets/atlas/rankbar.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/theme/metrics.h"

#include <QComboBox>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QStandardItemModel>

#include <algorithm>

namespace headwaters {

RankBar::RankBar(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_rankBy(new QComboBox(this)),
      m_top(new QSlider(Qt::Horizontal, this)),
      m_kept(new ElidedLabel(theme, Theme::mono(TextStyle::Label, 600), &Colours::text, this)),
      m_rest(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text3, this))
{
    const auto word = [&](const QString& text) {
        auto* label = new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this);
        label->setText(text);
        label->setFixedWidth(label->sizeHint().width());
        return label;
    };
    m_rankBy->addItem(tr("Received mass"), static_cast<int>(RankBy::ReceivedMass));
    m_rankBy->addItem(tr("Entropy, lowest first"), static_cast<int>(RankBy::Entropy));
    m_rankBy->addItem(tr("Effect"), static_cast<int>(RankBy::Effect));
    m_rankBy->setItemData(
        0, tr("Largest mean attention that one source gets, position 0 left out: 0 to 1"), Qt::ToolTipRole);
    m_rankBy->setItemData(1, tr("Mean entropy of the rows, in bits"), Qt::ToolTipRole);
    m_rankBy->setAccessibleName(tr("Rank by"));
    m_rankBy->setFixedWidth(230);
    m_top->setAccessibleName(tr("Top heads"));
    m_top->setToolTip(tr("How many heads keep their full colour"));
    m_top->setMinimumWidth(80);
    m_top->setMaximumWidth(150);
    m_top->setRange(1, 1);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(word(tr("Rank by")));
    row->addWidget(m_rankBy);
    row->addSpacing(4);
    row->addWidget(word(tr("Top")));
    row->addWidget(m_top, 1);
    row->addWidget(m_kept);
    row->addWidget(m_rest, 2);

    connect(m_rankBy, &QComboBox::currentIndexChanged, this, &RankBar::changed);
    connect(m_top, &QSlider::valueChanged, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    refresh();
}

void RankBar::setHeadCount(int count)
{
    count = std::max(1, count);
    if (count == m_top->maximum())
        return;
    const bool all = m_top->value() == m_top->maximum();
    const QSignalBlocker quiet(m_top);
    m_top->setMaximum(count);
    if (all)
        m_top->setValue(count);
    m_top->setPageStep(std::max(1, count / 10));
    // The number keeps its room, so that the text beside it does not wander while the slider moves.
    m_kept->setFixedWidth(
        QFontMetrics(Theme::mono(TextStyle::Label, 600)).horizontalAdvance(QString::number(count)) + 2);
    refresh();
}

void RankBar::setEffect(const QString& label, const QString& whyNot)
{
    const int index = m_rankBy->findData(static_cast<int>(RankBy::Effect));
    m_rankBy->setItemText(index, label);
    m_rankBy->setItemData(
        index,
        whyNot.isEmpty() ? tr("What the head writes at the last position, in logits; ranked by size")
                         : whyNot,
        Qt::ToolTipRole);
    if (auto* items = qobject_cast<QStandardItemModel*>(m_rankBy->model()))
        items->item(index)->setEnabled(whyNot.isEmpty());
}

void RankBar::setComparing(bool on, const QString& whyNot, bool only)
{
    const int index = m_rankBy->findData(static_cast<int>(RankBy::Difference));
    if (on && index < 0)
        m_rankBy->addItem(tr("Difference, mean |A − B|"), static_cast<int>(RankBy::Difference));
    if (on) {
        const int place = m_rankBy->findData(static_cast<int>(RankBy::Difference));
        m_rankBy->setItemData(
            place,
            whyNot.isEmpty()
                ? tr("Mean of |A − B| over all pairs of tokens that attention may hold, from the whole maps")
                : whyNot,
            Qt::ToolTipRole);
        setEnabled(RankBy::Difference, whyNot.isEmpty());
    }
    if (only != m_only) {
        m_only = only;
        if (only)
            m_before = rankBy();
        for (const RankBy by : {RankBy::ReceivedMass, RankBy::Entropy})
            setEnabled(by, !only);
        setRankBy(only ? RankBy::Difference : m_before);
    } else if (rankBy() == RankBy::Difference && (!on || !whyNot.isEmpty()) && !only) {
        setRankBy(RankBy::ReceivedMass);
    }
    if (!on && index >= 0)
        m_rankBy->removeItem(index);
}

void RankBar::setEnabled(RankBy by, bool enabled)
{
    if (auto* items = qobject_cast<QStandardItemModel*>(m_rankBy->model()))
        items->item(m_rankBy->findData(static_cast<int>(by)))->setEnabled(enabled);
}

void RankBar::setThreshold(const QString& text)
{
    m_threshold = text;
    refresh();
}

void RankBar::setRankBy(RankBy by)
{
    m_rankBy->setCurrentIndex(m_rankBy->findData(static_cast<int>(by)));
}

void RankBar::setTop(int top)
{
    m_top->setValue(top);
}

RankBy RankBar::rankBy() const
{
    return static_cast<RankBy>(m_rankBy->currentData().toInt());
}

int RankBar::top() const
{
    return m_top->value();
}

QString RankBar::summary() const
{
    return m_kept->text() + u' ' + m_rest->text();
}

void RankBar::refresh()
{
    m_kept->setText(QString::number(m_top->value()));
    const QString total = tr("of %1").arg(m_top->maximum());
    m_rest->setText(m_threshold.isEmpty() ? total : tr("%1, %2").arg(total, m_threshold));
    m_rankBy->setToolTip(m_rankBy->currentData(Qt::ToolTipRole).toString());
}

} // namespace headwaters
