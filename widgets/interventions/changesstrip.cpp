#include "widgets/interventions/changesstrip.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace headwaters {

namespace {

constexpr int roomForEffect = 900; ///< narrower, the sentence needs the room

} // namespace

ChangesStrip::ChangesStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_icon(new QLabel(this)),
      m_heading(new ElidedLabel(theme, Theme::font(TextStyle::Label, 600), &Colours::warn, this)),
      m_effect(new ElidedLabel(theme, Theme::mono(TextStyle::Label), &Colours::text, this)),
      m_sentence(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_action(new QPushButton(this)),
      m_off(new QPushButton(tr("Switch off"), this))
{
    setFixedHeight(metrics::control + 2 * 5 + 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pad, 0, metrics::pad, 1);
    row->setSpacing(metrics::gap);
    row->addWidget(m_icon);
    row->addWidget(m_heading);
    row->addWidget(m_effect);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_action);
    row->addWidget(m_off);
    m_off->setToolTip(
        tr("Switch off every change of the stack; Undo in the Interventions view brings them back"));
    connect(&theme, &Theme::changed, this, &ChangesStrip::refreshIcon);
    refreshIcon();
    setCount(0);
}

void ChangesStrip::setCount(int count)
{
    m_heading->setText(count == 1 ? tr("1 change on") : tr("%1 changes on").arg(count));
    m_heading->setFixedWidth(m_heading->sizeHint().width());
    setAccessibleName(m_heading->text());
}

void ChangesStrip::setEffect(const QString& effect)
{
    m_effect->setText(effect);
    m_effect->setFixedWidth(m_effect->sizeHint().width());
    m_heading->setToolTip(effect);
}

void ChangesStrip::setView(const QString& sentence, const QString& action)
{
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleDescription(sentence);
}

QString ChangesStrip::heading() const
{
    return m_heading->text();
}

QString ChangesStrip::effect() const
{
    return m_effect->text();
}

QString ChangesStrip::sentence() const
{
    return m_sentence->text();
}

void ChangesStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_effect->setVisible(width() >= roomForEffect);
}

void ChangesStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().window);
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colours().line);
}

void ChangesStrip::refreshIcon()
{
    m_icon->setPixmap(m_theme.pixmap(
        QStringLiteral("interventions"), metrics::icon, m_theme.colours().warn, devicePixelRatioF()));
    update();
}

} // namespace headwaters
