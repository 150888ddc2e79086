// Where the parts of the prompt dock stand and whom they tell.
#include "widgets/prompt/promptdock.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/textlabel.h"
#include "widgets/prompt/nexttokentable.h"
#include "widgets/prompt/pinnedline.h"
#include "widgets/prompt/prompteditor.h"
#include "widgets/prompt/promptpicker.h"
#include "widgets/prompt/tokenstrip.h"
#include "widgets/theme/metrics.h"

#include <QAbstractSpinBox>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr int ring = TokenStrip::ringRoom; ///< the strip reaches this much further out than the rest

QHBoxLayout* rowOf(std::initializer_list<QWidget*> widgets, QWidget* stretched)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    for (QWidget* widget : widgets)
        row->addWidget(widget, widget == stretched ? 1 : 0);
    return row;
}

} // namespace

void PromptDock::build()
{
    const auto heading = [this](const QString& text) {
        auto* label = new ElidedLabel(m_theme, Theme::font(TextStyle::Caption, 600), &Colours::text, this);
        label->setText(text);
        label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        return label;
    };
    auto* content = new QWidget;
    QVBoxLayout* column = m_column;
    content->setLayout(column);
    column->setContentsMargins(metrics::pad - ring, metrics::pad, metrics::pad - ring, metrics::pad);
    column->setSpacing(0);
    const auto add = [column](QHBoxLayout* row, int above, int indent = ring) {
        row->setContentsMargins(indent, 0, indent, 0);
        column->addSpacing(above);
        column->addLayout(row);
    };
    m_pair->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    add(rowOf({m_picker}, m_picker), 0);
    add(rowOf({m_editor}, m_editor), metrics::gap);
    add(rowOf({m_count, m_pin, m_run}, m_count), metrics::gap);
    add(rowOf({heading(tr("Tokens")), m_pair, m_fold}, m_pair), metrics::pad);
    add(rowOf({m_strip}, m_strip), 3, 0);
    m_sectionPlace = column->count();
    add(rowOf({heading(tr("Next token")), m_after}, m_after), metrics::pad);
    add(rowOf({m_noRun}, m_noRun), 4);
    add(rowOf({m_table}, m_table), 0);
    add(rowOf({m_pinned}, m_pinned), 2);
    column->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
}

void PromptDock::addSection(QWidget* section)
{
    m_column->insertSpacing(m_sectionPlace, metrics::gap);
    m_column->insertWidget(m_sectionPlace + 1, section);
    QWidget* before = m_strip; // Tab goes from top to bottom
    for (QWidget* control : section->findChildren<QWidget*>()) {
        const bool isPart = qobject_cast<QAbstractSpinBox*>(control->parentWidget()) != nullptr;
        if (isPart || (control->focusPolicy() & Qt::TabFocus) == 0)
            continue;
        setTabOrder(before, control);
        before = control;
    }
}

void PromptDock::listen()
{
    connect(m_picker, &PromptPicker::exampleWanted, this, [this](int family, int example) {
        showExampleOf(family, example);
        run();
    });
    connect(m_editor, &PromptEditor::edited, this, &PromptDock::textEdited);
    connect(m_editor, &PromptEditor::submitted, this, &PromptDock::run);
    connect(m_run, &QPushButton::clicked, this, &PromptDock::run);
    connect(m_pin, &QPushButton::clicked, this, &PromptDock::pin);
    connect(m_pinned, &PinnedLine::unpinRequested, this, &PromptDock::unpin);
    connect(m_strip, &TokenStrip::beginOfTextWanted, this, &PromptDock::wantBeginOfText);
    connect(m_strip, &TokenStrip::foldingChanged, this, [this] { m_fold->setVisible(m_strip->canFold()); });
    connect(m_fold, &QToolButton::clicked, m_strip, &TokenStrip::foldAll);
    connect(m_table, &NextTokenTable::targetChosen, this, &PromptDock::targetChosen);
    connect(m_table, &NextTokenTable::rivalChosen, this, &PromptDock::rivalChosen);
    connect(&m_model, &RunModel::modelChanged, this, &PromptDock::followModel);
    connect(&m_model, &RunModel::runChanged, this, &PromptDock::followRun);
    connect(&m_model, &RunModel::pinnedChanged, this, &PromptDock::followRows);
    connect(&m_model, &RunModel::effectsChanged, this, &PromptDock::followRows);
    connect(&m_selection, &Selection::changed, this, &PromptDock::followSelection);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

} // namespace headwaters
