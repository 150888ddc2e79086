#include "widgets/circuit/tracesettings.h"

#include "widgets/theme/metrics.h"

#include <QAction>
#include <QActionGroup>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QWidgetAction>

namespace headwaters {

namespace {

constexpr double firstTau = 0.3; // what a constant threshold begins with

} // namespace

TraceSettings::TraceSettings(CircuitModel& model, QWidget* parent)
    : QMenu(parent),
      m_model(model),
      m_tau(new QDoubleSpinBox(this))
{
    auto* group = new QActionGroup(this);
    m_dynamic = addAction(
        tr("Explain attention of %1 times the uniform share and more").arg(TraceRequest().tauScale));
    m_constant = addAction(tr("Explain attention from a constant on:"));
    for (QAction* action : {m_dynamic, m_constant}) {
        action->setCheckable(true);
        group->addAction(action);
    }
    m_dynamic->setToolTip(tr("The uniform share of destination d is 1/(d + 1)"));
    m_tau->setRange(0.01, 1);
    m_tau->setSingleStep(0.05);
    m_tau->setValue(firstTau);
    m_tau->setAccessibleName(tr("Constant attention threshold"));
    auto* field = new QWidget(this);
    auto* row = new QHBoxLayout(field);
    row->setContentsMargins(2 * metrics::pad, 0, metrics::pad, 4);
    row->addWidget(m_tau);
    row->addStretch(1);
    auto* fieldAction = new QWidgetAction(this);
    fieldAction->setDefaultWidget(field);
    addAction(fieldAction);
    addSeparator();
    m_compat = addAction(tr("Keep the reference programs' quirks"));
    m_compat->setCheckable(true);
    m_compat->setToolTip(tr("For comparing with published circuits"));
    setToolTipsVisible(true);

    connect(this, &QMenu::triggered, this, &TraceSettings::take);
    connect(m_tau, &QDoubleSpinBox::valueChanged, this, [this] {
        m_constant->setChecked(true);
        take();
    });
    connect(&model, &CircuitModel::requestChanged, this, &TraceSettings::refresh);
    refresh();
}

void TraceSettings::refresh()
{
    const TraceRequest& request = m_model.request();
    const bool isOurs = request.method == TraceMethod::AccPlusPlus;
    (request.tau ? m_constant : m_dynamic)->setChecked(true);
    if (request.tau) {
        const QSignalBlocker quiet(m_tau);
        m_tau->setValue(*request.tau);
    }
    // SAD and ACC have rules of their own.
    m_dynamic->setEnabled(isOurs);
    m_constant->setEnabled(isOurs);
    m_tau->setEnabled(isOurs);
    m_compat->setChecked(request.compat);
}

void TraceSettings::take()
{
    TraceRequest request = m_model.request();
    request.tau = m_constant->isChecked() ? std::optional(m_tau->value()) : std::nullopt;
    request.compat = m_compat->isChecked();
    m_model.setRequest(request);
}

} // namespace headwaters
