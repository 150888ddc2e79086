#include "widgets/head/headpicture.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/numberformat.h"
#include "widgets/head/headmap.h"
#include "widgets/head/lineview.h"
#include "widgets/head/runningtext.h"
#include "widgets/theme/metrics.h"

#include <QSlider>

#include <algorithm>
#include <utility>

namespace headwaters {

namespace {

constexpr int sideBySide = 560; ///< from this width on
constexpr int narrowestSide = 240;
constexpr int widestSide = 460;
constexpr int shareRow = 24;
constexpr int firstShare = 70; // per cent

} // namespace

HeadPicture::HeadPicture(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_map(new HeadMap(theme, this)),
      m_text(new RunningText(theme, this)),
      m_lines(new LineView(theme, this)),
      m_shareBefore(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text3, this)),
      m_shareSlider(new QSlider(Qt::Horizontal, this)),
      m_shareAfter(new ElidedLabel(theme, Theme::mono(TextStyle::Caption), &Colours::text2, this))
{
    setMinimumSize(320, 220);
    m_shareBefore->setText(tr("Lines: top"));
    m_shareSlider->setRange(10, 100);
    m_shareSlider->setPageStep(10);
    m_shareSlider->setAccessibleName(tr("Share of the mass that the lines hold, per cent"));
    m_shareSlider->setToolTip(tr("The fewest lines that hold this share of the mass"));
    connect(m_shareSlider, &QSlider::valueChanged, this, &HeadPicture::setShare);
    m_shareSlider->setValue(firstShare);

    connect(m_map, &HeadMap::hovered, this, &HeadPicture::hovered);
    connect(m_map, &HeadMap::clicked, this, &HeadPicture::clicked);
    connect(m_map, &HeadMap::sinkToggled, this, &HeadPicture::sinkToggled);
    connect(m_map, &HeadMap::stepped, this, &HeadPicture::stepped);
    connect(m_text, &RunningText::hovered, this, &HeadPicture::hovered);
    connect(m_text, &RunningText::clicked, this, &HeadPicture::clicked);
    connect(m_lines, &LineView::hovered, this, &HeadPicture::hovered);
    connect(m_lines, &LineView::clicked, this, &HeadPicture::clicked);
}

void HeadPicture::setContent(std::shared_ptr<const HeadContent> content)
{
    m_content = std::move(content);
    m_map->setContent(m_content);
    m_text->setContent(m_content);
    m_lines->setContent(m_content);
    setShare(m_shareSlider->value());
    arrange();
}

void HeadPicture::setShown(std::optional<int> query, std::optional<int> key, bool locked)
{
    m_map->setShown(query, key, locked);
    m_lines->setShown(query, key);
    const int last = m_content ? m_content->size() - 1 : 0;
    m_text->setShown(query ? query : last >= 0 ? std::optional(last) : std::nullopt, key, locked);
}

double HeadPicture::lineShare() const
{
    return m_shareSlider->value() / 100.0;
}

void HeadPicture::setShare(int percent)
{
    m_lines->setShare(percent / 100.0);
    m_shareAfter->setText(QStringLiteral("%1 %2").arg(shareText(percent / 100.0), m_lines->choice().mass));
}

void HeadPicture::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void HeadPicture::arrange()
{
    const QRect room = rect().adjusted(metrics::pad, metrics::gap, -metrics::pad, -metrics::gap);
    const auto placeShare = [this](const QRect& row) {
        const int before = m_shareBefore->sizeHint().width();
        const int slider = std::clamp(row.width() / 4, 60, 140);
        m_shareBefore->setGeometry(row.left(), row.top(), before, row.height());
        m_shareSlider->setGeometry(row.left() + before + metrics::gap, row.top(), slider, row.height());
        const int left = m_shareSlider->geometry().right() + 1 + metrics::gap;
        m_shareAfter->setGeometry(left, row.top(), std::max(0, row.right() + 1 - left), row.height());
    };
    const int gap = 2 * metrics::gap;
    if (room.width() < sideBySide) {
        const int text = std::clamp(m_text->heightFor(room.width()), 28, std::max(28, room.height() / 5));
        const int map = (room.height() - text - shareRow - 2 * gap) * 3 / 5;
        m_text->setGeometry(room.left(), room.top(), room.width(), text);
        m_map->setGeometry(room.left(), room.top() + text + gap, room.width(), map);
        const int below = room.top() + text + map + 2 * gap;
        placeShare({room.left(), below, room.width(), shareRow});
        m_lines->setGeometry(
            room.left(), below + shareRow, room.width(), room.bottom() + 1 - below - shareRow);
        return;
    }
    const int wanted = std::clamp(room.width() * 34 / 100, narrowestSide, widestSide);
    // Where the height bounds the map, text and lines may have what it leaves.
    const int map =
        std::min(room.width() - wanted - gap, m_map->widthFor({room.width() - wanted - gap, room.height()}));
    const int side = std::min(room.width() - map - gap, std::max(wanted, widestSide));
    m_map->setGeometry(room.left(), room.top(), room.width() - side - gap, room.height());
    const int x = room.right() + 1 - side;
    const int text = std::clamp(m_text->heightFor(side), 28, std::max(28, room.height() * 35 / 100));
    m_text->setGeometry(x, room.top(), side, text);
    placeShare({x, room.top() + text + gap, side, shareRow});
    const int below = room.top() + text + gap + shareRow + metrics::gap;
    // A short prompt's lines end with the map; a long prompt's have all the height, they scroll.
    const int count = m_content ? m_content->size() : 0;
    const int end = room.top() + std::min(room.height(), m_map->bottomFor(m_map->size()));
    const int whole = LineView::heightFor(count);
    const int height = std::max(std::min(whole, room.bottom() + 1 - below), end - below);
    m_lines->setGeometry(x, below, side, height);
}

} // namespace headwaters
