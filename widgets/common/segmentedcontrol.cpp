#include "widgets/common/segmentedcontrol.h"

#include "widgets/theme/keyboardfocus.h"
#include "widgets/theme/metrics.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QSignalBlocker>

namespace headwaters {

namespace {

constexpr int padding = 10;

class Segment : public QAbstractButton {
public:
    Segment(const Theme& theme, const QString& text, QWidget* parent)
        : QAbstractButton(parent),
          m_theme(theme)
    {
        setText(text);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setProperty("focusRing", false);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }

    // Measured in the chosen weight, so that choosing moves nothing.
    QSize sizeHint() const override
    {
        const int words = QFontMetrics(Theme::font(TextStyle::Label, 600)).horizontalAdvance(text());
        return {words + 2 * padding, metrics::control};
    }

    QSize minimumSizeHint() const override { return {std::min(sizeHint().width(), 40), metrics::control}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Colours& colours = m_theme.colours();
        QPainter painter(this);
        painter.setFont(Theme::font(TextStyle::Label, isChecked() ? 600 : 400));
        painter.setPen(!isEnabled() ? colours.text3 : isChecked() ? colours.text : colours.text2);
        const int room = width() - 2 * padding + 6;
        painter.drawText(
            rect(), Qt::AlignCenter, painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
        if (KeyboardFocus::isShownFor(this)) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(colours.accent, 2));
            painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 3, 3);
        }
    }

private:
    const Theme& m_theme;
};

} // namespace

SegmentedControl::SegmentedControl(const Theme& theme, const QString& name, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_group(new QButtonGroup(this)),
      m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    setFixedHeight(metrics::control);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(name);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int index, bool on) {
        update();
        if (on)
            Q_EMIT chosen(index);
    });
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
}

int SegmentedControl::addSegment(const QString& text, const QString& tip)
{
    const int index = count();
    auto* segment = new Segment(m_theme, text, this);
    segment->setToolTip(tip);
    m_tips.append(tip);
    m_row->addWidget(segment);
    m_group->addButton(segment, index);
    if (index == 0)
        setCurrent(0);
    return index;
}

int SegmentedControl::count() const
{
    return static_cast<int>(m_group->buttons().size());
}

void SegmentedControl::setText(int index, const QString& text)
{
    QAbstractButton* segment = m_group->button(index);
    if (segment->text() == text)
        return;
    segment->setText(text);
    segment->updateGeometry();
}

QString SegmentedControl::text(int index) const
{
    return m_group->button(index)->text();
}

void SegmentedControl::setSegmentEnabled(int index, bool enabled, const QString& why)
{
    m_group->button(index)->setEnabled(enabled);
    m_group->button(index)->setToolTip(enabled ? m_tips[index] : why);
}

int SegmentedControl::current() const
{
    return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index)
{
    const QSignalBlocker quiet(m_group);
    m_group->button(index)->setChecked(true);
    update();
}

void SegmentedControl::paintEvent(QPaintEvent*)
{
    const Colours& colours = m_theme.colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.addRoundedRect(frame, metrics::radiusControl, metrics::radiusControl);
    painter.fillPath(outline, colours.panel);
    painter.setClipPath(outline);
    const QList<QAbstractButton*> segments = m_group->buttons();
    for (const QAbstractButton* segment : segments) {
        if (segment->isChecked())
            painter.fillRect(segment->geometry(), colours.accentWeak);
        else if (segment->underMouse() && segment->isEnabled())
            painter.fillRect(segment->geometry(), colours.hover);
        if (segment->x() > 0)
            painter.fillRect(QRect(segment->x(), 0, 1, height()), colours.lineStrong);
    }
    painter.setClipping(false);
    painter.setPen(QPen(isEnabled() ? colours.lineStrong : colours.line, 1));
    painter.drawPath(outline);
}

} // namespace headwaters
