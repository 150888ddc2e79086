#include "widgets/prompt/runstate.h"

#include "widgets/theme/metrics.h"

#include <QPainter>

namespace headwaters {

RunStateLabel::RunStateLabel(const Theme& theme, const RunModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model)
{
    setObjectName(QStringLiteral("runState"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&m_model, &RunModel::runChanged, this, &RunStateLabel::follow);
    connect(&m_model, &RunModel::layerArrived, this, &RunStateLabel::follow);
    follow();
}

void RunStateLabel::setChanges(int count)
{
    if (count == m_changes)
        return;
    m_changes = count;
    follow();
}

void RunStateLabel::follow()
{
    const QString run = m_model.result() ? QString::number(m_model.result()->run) : QString();
    QString detail;
    switch (m_model.state()) {
    case RunModel::State::Empty:
        m_text = tr("No run yet");
        m_icon = QStringLiteral("info");
        m_colour = &Colours::text3;
        break;
    case RunModel::State::Running:
        m_text = tr("Running · %1 of %2 layers").arg(m_model.layersArrived()).arg(m_model.model().nLayers);
        m_icon = QStringLiteral("run");
        m_colour = &Colours::text2;
        break;
    case RunModel::State::Ready:
        m_text = tr("Run %1 ready").arg(run);
        m_icon = QStringLiteral("check");
        m_colour = &Colours::ok;
        detail = tr("The forward pass took %1 ms.").arg(m_model.result()->seconds * 1000, 0, 'f', 0);
        if (m_changes > 0) {
            m_text = m_changes == 1 ? tr("Run %1, 1 change on").arg(run)
                                    : tr("Run %1, %2 changes on").arg(run).arg(m_changes);
            m_icon = QStringLiteral("interventions");
            m_colour = &Colours::warn;
        }
        break;
    case RunModel::State::Stale:
        m_text = tr("From run %1").arg(run);
        m_icon = QStringLiteral("warning");
        m_colour = &Colours::warn;
        detail = tr("The prompt has changed since run %1. Run it to see its own numbers.").arg(run);
        break;
    case RunModel::State::Failed:
        m_text = tr("Run failed");
        m_icon = QStringLiteral("error");
        m_colour = &Colours::danger;
        detail = m_model.problem().summary;
        break;
    }
    setAccessibleName(m_text);
    setAccessibleDescription(detail);
    setToolTip(detail.isEmpty() ? m_text : m_text + QLatin1Char('\n') + detail);
    updateGeometry();
    update();
}

QSize RunStateLabel::sizeHint() const
{
    const int text = QFontMetrics(Theme::font(TextStyle::Label)).horizontalAdvance(m_text);
    return {metrics::icon + metrics::gap + text + 2, metrics::control};
}

QSize RunStateLabel::minimumSizeHint() const
{
    return {metrics::icon + metrics::gap + 24, metrics::control};
}

void RunStateLabel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Colours& colours = m_theme.colours();
    painter.drawPixmap(
        QPoint(0, (height() - metrics::icon) / 2),
        m_theme.pixmap(m_icon, metrics::icon, colours.*m_colour, devicePixelRatioF()));
    painter.setFont(Theme::font(TextStyle::Label));
    // Warning and failure carry their colour in the words too; the icon's shape says it without colour.
    const bool loud = m_colour == &Colours::warn || m_colour == &Colours::danger;
    painter.setPen(loud ? colours.*m_colour : colours.text2);
    const QRect box = rect().adjusted(metrics::icon + metrics::gap, 0, 0, 0);
    painter.drawText(
        box, Qt::AlignVCenter, painter.fontMetrics().elidedText(m_text, Qt::ElideRight, box.width()));
}

} // namespace headwaters
