#include "widgets/stages/stagecontrols.h"

#include "core/heads/reportviews.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/stages/stagetext.h"
#include "widgets/theme/metrics.h"

#include <QAbstractItemView>
#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace headwaters {

namespace {

constexpr int typesWidth = 150;
constexpr int tasksWidth = 120;

QVariant sideData(const StagesShown::Side& side)
{
    return QStringList{side.kept, side.task};
}

StagesShown::Side sideOf(const QVariant& data)
{
    const QStringList parts = data.toStringList();
    return {parts.value(0), parts.value(1)};
}

} // namespace

StageControls::StageControls(const Theme& theme, StagesModel& model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_modes(new SegmentedControl(theme, tr("What cells show"), this)),
      m_types(new QComboBox(this)),
      m_tasks(new QComboBox(this)),
      m_between(new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this)),
      m_sideA(new QComboBox(this)),
      m_sideB(new QComboBox(this)),
      m_scheme(new QToolButton(this)),
      m_schemeMenu(new QMenu(this))
{
    m_modes->addSegment(tr("Stage"), tr("Strengths of the four stages"));
    m_modes->addSegment(tr("One type"), tr("Strength of one type of head"));
    m_modes->addSegment(tr("Raw score"), tr("What the type's detector measured"));
    m_modes->addSegment(tr("Difference"), tr("Change of stage strengths between two scans or two tasks"));
    for (const HeadTypeInfo& info : headTypes())
        m_types->addItem(info.name, static_cast<int>(info.type));
    for (int i = 0; i < m_types->count(); ++i)
        m_types->setItemData(i, headTypes()[static_cast<std::size_t>(i)].idea, Qt::ToolTipRole);
    m_types->setAccessibleName(tr("Type of head"));
    m_types->setToolTip(tr("The type that the table is sorted by and the modes show"));
    m_types->setMaxVisibleItems(24);
    m_types->setMinimumContentsLength(8);
    m_types->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_types->setMaximumWidth(typesWidth);
    m_tasks->setAccessibleName(tr("Task"));
    m_tasks->setToolTip(tr("Which prompts speak"));
    m_sideA->setAccessibleName(tr("A"));
    m_sideB->setAccessibleName(tr("B"));
    for (QComboBox* box : {m_tasks, m_sideA, m_sideB}) {
        box->setMinimumContentsLength(6);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMaximumWidth(tasksWidth);
        box->view()->setTextElideMode(Qt::ElideRight);
    }
    m_between->setText(QStringLiteral("−"));
    m_between->setFixedWidth(m_between->sizeHint().width());
    m_scheme->setText(tr("Scheme"));
    m_scheme->setToolTip(tr("How strengths of types become strengths of stages"));
    m_scheme->setPopupMode(QToolButton::InstantPopup);
    m_scheme->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_scheme->setMenu(m_schemeMenu);
    buildSchemeMenu();

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(m_modes);
    row->addStretch(1);
    row->addWidget(m_sideB, 1);
    row->addWidget(m_between);
    row->addWidget(m_sideA, 1);
    row->addWidget(m_tasks, 1);
    row->addWidget(m_types, 1);
    row->addWidget(m_scheme);

    connect(m_modes, &SegmentedControl::chosen, this, [this](int index) {
        change([index](StagesShown& shown) { shown.mode = static_cast<StagesShown::Mode>(index); });
    });
    connect(m_types, &QComboBox::activated, this, [this](int index) {
        change([&](StagesShown& shown) {
            shown.type = static_cast<HeadType>(m_types->itemData(index).toInt());
        });
    });
    connect(m_tasks, &QComboBox::activated, this, [this](int index) {
        change([&](StagesShown& shown) { shown.task = m_tasks->itemData(index).toString(); });
    });
    connect(m_sideA, &QComboBox::activated, this, [this](int index) {
        change([&](StagesShown& shown) { shown.a = sideOf(m_sideA->itemData(index)); });
    });
    connect(m_sideB, &QComboBox::activated, this, [this](int index) {
        change([&](StagesShown& shown) { shown.b = sideOf(m_sideB->itemData(index)); });
    });
    for (const auto signal :
         {&StagesModel::reportChanged, &StagesModel::shownChanged, &StagesModel::keptChanged})
        connect(&model, signal, this, &StageControls::refresh);
    refresh();
}

void StageControls::buildSchemeMenu()
{
    m_schemeMenu->setToolTipsVisible(true);
    m_onlyOfType = m_schemeMenu->addAction(tr("Only heads of the chosen type"));
    m_onlyOfType->setCheckable(true);
    m_onlyOfType->setToolTip(tr("Other heads fade in the grid and leave the table"));
    m_schemeMenu->addSection(tr("Types belong to"));
    auto* homes = new QActionGroup(this);
    m_strict = m_schemeMenu->addAction(tr("the survey's stage only"));
    m_extended = m_schemeMenu->addAction(tr("second stages too"));
    m_extended->setToolTip(
        tr("Subject and relation also recall, negative name movers also reason, and so on"));
    m_schemeMenu->addSection(tr("Several tasks count by"));
    auto* pooling = new QActionGroup(this);
    m_most = m_schemeMenu->addAction(tr("the largest: what the head can do"));
    m_mean = m_schemeMenu->addAction(tr("the mean: what it usually does"));
    for (QAction* action : {m_strict, m_extended})
        homes->addAction(action);
    for (QAction* action : {m_most, m_mean})
        pooling->addAction(action);
    for (QAction* action : {m_strict, m_extended, m_most, m_mean})
        action->setCheckable(true);
    connect(m_schemeMenu, &QMenu::triggered, this, [this] {
        change([this](StagesShown& shown) {
            shown.onlyOfType = m_onlyOfType->isChecked();
            shown.scheme.extended = m_extended->isChecked();
            shown.scheme.pooling = m_mean->isChecked() ? TaskPooling::Mean : TaskPooling::Most;
        });
    });
}

void StageControls::change(const std::function<void(StagesShown&)>& change)
{
    StagesShown shown = m_model.shown();
    change(shown);
    m_model.setShown(shown);
}

void StageControls::refresh()
{
    const StagesShown& shown = m_model.shown();
    m_modes->setCurrent(static_cast<int>(shown.mode));
    m_types->setCurrentIndex(m_types->findData(static_cast<int>(shown.type)));
    m_onlyOfType->setChecked(shown.onlyOfType);
    (shown.scheme.extended ? m_extended : m_strict)->setChecked(true);
    (shown.scheme.pooling == TaskPooling::Mean ? m_mean : m_most)->setChecked(true);
    refreshSides();
    const bool isDifference = shown.mode == StagesShown::Mode::Difference;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_sideA, m_between, m_sideB})
        widget->setVisible(isDifference);
    m_tasks->setVisible(shown.mode == StagesShown::Mode::Stage);
    m_types->setVisible(!isDifference);
}

void StageControls::refreshSides()
{
    const StagesShown& shown = m_model.shown();
    const QStringList tasks = m_model.report() ? tasksOf(*m_model.report()) : QStringList();
    m_tasks->clear();
    m_tasks->addItem(taskName({}), QString());
    for (const QString& task : tasks)
        m_tasks->addItem(taskName(task), task);
    m_tasks->setCurrentIndex(std::max(0, m_tasks->findData(shown.task)));
    for (const auto& [box, side] : {std::pair(m_sideA, shown.a), std::pair(m_sideB, shown.b)}) {
        box->clear();
        std::vector<StagesShown::Side> sides{{}};
        for (const QString& task : tasks)
            sides.push_back({{}, task});
        for (const KeptScan& kept : m_model.kept())
            sides.push_back({kept.key, {}});
        for (const StagesShown::Side& entry : sides) {
            box->addItem(sideName(entry, m_model.kept()), sideData(entry));
            if (entry == side)
                box->setCurrentIndex(box->count() - 1);
        }
    }
}

} // namespace headwaters
