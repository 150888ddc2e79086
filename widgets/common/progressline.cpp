#include "widgets/common/progressline.h"

#include "widgets/common/determinatebar.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace headwaters {

ProgressLine::ProgressLine(
    const Theme& theme, const QString& doing, const QString& cancelTip, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_doing(doing),
      m_text(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_bar(new DeterminateBar(theme, this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    setFixedHeight(metrics::controlRow);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pad, 0, metrics::pad, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(m_text, 1);
    row->addWidget(m_bar, 1);
    row->addWidget(m_cancel);
    m_cancel->setIcon(theme.icon(QStringLiteral("stop")));
    m_cancel->setToolTip(cancelTip);
    connect(m_cancel, &QPushButton::clicked, this, &ProgressLine::cancelWanted);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    hide();
}

QString ProgressLine::text() const
{
    return m_text->text();
}

void ProgressLine::setProgress(bool running, const QString& text, int done, int total)
{
    setVisible(running);
    m_text->setText(text.isEmpty() ? m_doing : QStringLiteral("%1, %2").arg(m_doing, text));
    m_bar->setProgress(done, total);
}

void ProgressLine::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), m_theme.colours().panel);
}

} // namespace headwaters
