#include "widgets/stages/scanline.h"

#include "widgets/common/determinatebar.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace headwaters {

ScanLine::ScanLine(const Theme& theme, StagesModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
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
    m_cancel->setToolTip(tr("Stop the scan (Ctrl+.); what is finished is kept for the next one"));
    connect(m_cancel, &QPushButton::clicked, &model, &StagesModel::cancel);
    connect(&model, &StagesModel::stateChanged, this, &ScanLine::refresh);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    refresh();
}

QString ScanLine::text() const
{
    return m_text->text();
}

void ScanLine::refresh()
{
    setVisible(m_model.state() == StagesModel::State::Scanning);
    m_text->setText(
        m_model.progressText().isEmpty() ? tr("Scanning") : tr("Scanning, %1").arg(m_model.progressText()));
    m_bar->setProgress(m_model.done(), m_model.total());
}

void ScanLine::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), m_theme.colours().panel);
}

} // namespace headwaters
