#include "widgets/head/firstdirections.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/numberformat.h"
#include "widgets/head/directionviews.h"
#include "widgets/theme/metrics.h"

#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int rowHeight = 16;
constexpr int widestSlider = 260;

/// The share at k; nothing where it is not known.
std::optional<double> shareAt(const std::vector<double>& shares, int k)
{
    const auto at = static_cast<std::size_t>(k);
    return k >= 0 && at < shares.size() ? std::optional(shares[at]) : std::nullopt;
}

QString signedShareText(double share)
{
    return (share < 0 ? QString(QChar(0x2212)) : QString()) + shareText(std::abs(share));
}

} // namespace

FirstDirections::FirstDirections(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_content(std::make_shared<DirectionContent>()),
      m_count(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_curve(new ShareCurve(theme, this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_score(new ElidedLabel(theme, Theme::mono(TextStyle::Caption), &Colours::text, this)),
      m_map(new ElidedLabel(theme, Theme::mono(TextStyle::Caption), &Colours::text3, this))
{
    m_slider->setAccessibleName(tr("First singular directions"));
    m_slider->setToolTip(tr("Rebuilds the map from the head's first singular directions of QK alone"));
    m_slider->setRange(0, 0);
    connect(m_slider, &QSlider::valueChanged, this, &FirstDirections::chosen);
}

void FirstDirections::setContent(const std::shared_ptr<const DirectionContent>& content)
{
    m_content = content;
    {
        const QSignalBlocker quiet(m_slider);
        m_slider->setRange(0, content->dHead());
        m_slider->setPageStep(std::max(1, content->dHead() / 10));
        m_slider->setValue(content->first);
    }
    m_slider->setEnabled(content->dHead() > 0);
    m_curve->setContent(content);
    say();
}

void FirstDirections::say()
{
    const int all = m_content->dHead();
    const int k = m_content->first;
    m_count->setText(all > 0 ? tr("First %1 of %2 directions").arg(k).arg(all) : tr("Directions"));
    const auto ofScore = shareAt(m_content->scoreShares(), k);
    const auto ofMap = shareAt(m_content->mapShares(), k);
    m_score->setText(
        !m_content->row ? QString()
                        : tr("%1 of the score").arg(ofScore ? signedShareText(*ofScore) : unknownText()));
    m_map->setText(ofMap ? tr("%1 of the map").arg(signedShareText(*ofMap)) : QString());
    m_score->setToolTip(tr("What the first directions add up to, as a share of this pair's score"));
    m_map->setToolTip(
        tr("1 − squared error / variance of all scores of the map; below 0 the first directions alone are "
           "farther off than the mean"));
    m_slider->setAccessibleDescription(sentence());
    arrange(); // words of another length
}

QString FirstDirections::sentence() const
{
    QStringList shares;
    for (const ElidedLabel* label : {m_score, m_map}) {
        if (!label->text().isEmpty())
            shares << label->text();
    }
    return shares.isEmpty() ? m_count->text()
                            : tr("%1 explain %2").arg(m_count->text(), shares.join(QStringLiteral(", ")));
}

void FirstDirections::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void FirstDirections::arrange()
{
    const int words = std::min(m_count->sizeHint().width(), width() * 2 / 5);
    const int shares =
        std::min(std::max({m_score->sizeHint().width(), m_map->sizeHint().width(), 110}), width() * 2 / 5);
    const int slider = std::clamp(width() - words - shares - 2 * metrics::gap, 40, widestSlider);
    m_count->setGeometry(0, (height() - rowHeight) / 2, words, rowHeight);
    const int x = words + metrics::gap;
    const int track = 18;
    m_curve->setGeometry(x, 0, slider, height() - track);
    m_slider->setGeometry(x, height() - track - 1, slider, track);
    const int right = x + slider + metrics::gap;
    m_score->setGeometry(right, height() / 2 - rowHeight + 1, width() - right, rowHeight);
    m_map->setGeometry(right, height() / 2 + 1, width() - right, rowHeight);
}

} // namespace headwaters
