#include "widgets/circuit/workbench.h"

#include "widgets/circuit/faithfulnesstext.h"
#include "widgets/circuit/workbenchcanvas.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace headwaters {

Workbench::Workbench(const Theme& theme, CircuitModel& model, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_model(model),
      m_count(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_group(new QPushButton(tr("Group"), this)),
      m_faithfulness(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_measure(new QPushButton(tr("Measure"), this)),
      m_canvas(new WorkbenchCanvas(theme, model, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 0);
    column->setSpacing(0);
    auto* line = new QWidget(this);
    line->setFixedHeight(metrics::dockHeader);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(metrics::pad, 0, metrics::pad, 0);
    row->setSpacing(metrics::gap);
    auto* name = new ElidedLabel(theme, Theme::font(TextStyle::Label, 600), &Colours::text, line);
    name->setText(tr("Workbench"));
    row->addWidget(name);
    row->addWidget(m_count, 1);
    row->addWidget(m_group);
    row->addWidget(m_faithfulness);
    row->addWidget(m_measure);
    column->addWidget(line);
    column->addWidget(m_canvas, 1);
    m_group->setProperty("kind", QStringLiteral("quiet"));
    m_group->setIcon(theme.icon(QStringLiteral("group")));
    m_group->setToolTip(tr("Group the chosen nodes, or all that are in no group, under a name (G)"));

    connect(m_group, &QPushButton::clicked, m_canvas, &WorkbenchCanvas::group);
    connect(m_measure, &QPushButton::clicked, &model, &CircuitModel::measureFaithfulness);
    for (const auto signal :
         {&CircuitModel::workbenchChanged, &CircuitModel::circuitChanged, &CircuitModel::stateChanged,
          &CircuitModel::faithfulnessChanged})
        connect(&model, signal, this, &Workbench::refresh);
    connect(&theme, &Theme::changed, this, QOverload<>::of(&QWidget::update));
    refresh();
}

void Workbench::setCircuit(const std::vector<double>& strengths, const QString& into)
{
    m_canvas->setCircuit(strengths, into);
}

bool Workbench::isUsed() const
{
    return !m_model.desk().pinned.empty();
}

QString Workbench::countText() const
{
    return m_count->text();
}

QString Workbench::faithfulnessText() const
{
    return m_faithfulness->text();
}

void Workbench::refresh()
{
    const CircuitDesk& desk = m_model.desk();
    const auto groups = desk.groups.size();
    m_count->setText(
        !isUsed()         ? tr("Ctrl+click or P pins a node here")
            : groups == 0 ? tr("%1 pinned").arg(desk.pinned.size())
            : groups == 1 ? tr("%1 pinned, 1 group").arg(desk.pinned.size())
                          : tr("%1 pinned, %2 groups").arg(desk.pinned.size()).arg(groups));
    m_group->setVisible(isUsed());
    m_faithfulness->setText(headwaters::faithfulnessText(m_model.faithfulness()));
    m_faithfulness->setToolTip(faithfulnessSentence(m_model.faithfulness()));
    const QString blocked = faithfulnessBlocked(m_model);
    m_measure->setEnabled(blocked.isEmpty());
    m_measure->setToolTip(
        blocked.isEmpty() ? tr("Runs the model with everything outside the shown circuit replaced by its "
                               "mean, and says how much of the logit difference is left")
                          : blocked);
    m_canvas->setVisible(isUsed());
    if (isUsed() != m_wasUsed) {
        m_wasUsed = isUsed();
        Q_EMIT usedChanged();
    }
}

void Workbench::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().window);
    painter.fillRect(0, 0, width(), 1, m_theme.colours().line);
}

} // namespace headwaters
