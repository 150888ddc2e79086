#include "widgets/models/openmodeldialog.h"

#include "core/files/modelfolder.h"
#include "core/files/reading.h"
#include "widgets/common/determinatebar.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/common/statepanel.h"
#include "widgets/common/surface.h"
#include "widgets/common/textlabel.h"
#include "widgets/models/modeldetails.h"
#include "widgets/theme/metrics.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headwaters {

namespace {

constexpr QSize dialogSize{880, 560};
constexpr QSize smallestSize{720, 420};
constexpr int headerHeight = 48;
constexpr int footerHeight = 57;
constexpr int padding = 16;

} // namespace

OpenModelDialog::Section::Section(const Theme& theme, const QString& name) : title(name), models(theme) { }

OpenModelDialog::OpenModelDialog(
    const Theme& theme, std::vector<ModelPlace> places, const std::vector<ModelPlace>& recent,
    QWidget* parent)
    : QDialog(parent),
      m_theme(theme),
      m_folder(QDir::homePath()),
      m_error(new ErrorBar(theme, this)),
      m_choice(new SegmentedControl(theme, tr("Models"), this)),
      m_filter(new QLineEdit(this)),
      m_middle(new QStackedWidget(this)),
      m_table(new ModelTable(this)),
      m_empty(new StatePanel(theme, this)),
      m_details(new ModelDetails(theme, this))
{
    setWindowTitle(tr("Open model"));
    setModal(true);
    setMinimumSize(smallestSize);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(m_error);
    column->addWidget(makeControls());
    m_middle->addWidget(m_table);
    m_middle->addWidget(m_empty);
    column->addWidget(m_middle, 1);
    column->addWidget(makeProgress());
    column->addWidget(m_details);
    column->addWidget(makeFooter());
    resize(dialogSize);

    connect(m_choice, &SegmentedControl::chosen, this, &OpenModelDialog::showSection);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_table->setFilter(text);
        refresh();
    });
    connect(m_table, &ModelTable::currentModelChanged, this, &OpenModelDialog::refresh);
    connect(m_table, &ModelTable::openRequested, this, &OpenModelDialog::openCurrent);
    connect(m_empty, &StatePanel::primaryClicked, this, &OpenModelDialog::chooseFolder);

    search(addSection(tr("On this computer")), std::move(places));
    search(addSection(tr("Opened before")), recent);
    showSection(0);
    m_filter->setFocus();
}

OpenModelDialog::Section& OpenModelDialog::addSection(const QString& title)
{
    m_sections.push_back(std::make_unique<Section>(m_theme, title));
    Section& section = *m_sections.back();
    m_choice->addSegment(title);
    connect(&section.finder, &ModelFinder::found, this, [this, &section](const FoundModel& model) {
        section.models.add(model);
        refresh();
    });
    connect(&section.finder, &ModelFinder::progressed, this, [this, &section](int done, int total) {
        section.done = done;
        section.total = total;
        refresh();
    });
    connect(&section.finder, &ModelFinder::finished, this, &OpenModelDialog::refresh);
    return section;
}

void OpenModelDialog::search(Section& section, const std::vector<ModelPlace>& places)
{
    section.models.clear();
    section.places = places;
    section.done = 0;
    section.total = 0;
    section.finder.start(places);
}

OpenModelDialog::Section& OpenModelDialog::shown()
{
    return *m_sections[static_cast<std::size_t>(m_choice->current())];
}

void OpenModelDialog::showSection(int index)
{
    m_choice->setCurrent(index);
    m_table->setModels(&shown().models);
    refresh();
}

QWidget* OpenModelDialog::makeHeader()
{
    auto* header = new Surface(m_theme, Qt::BottomEdge, this);
    header->setFixedHeight(headerHeight);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(padding, 0, padding, 0);
    row->setSpacing(10);
    auto* name = new TextLabel(m_theme, Theme::font(TextStyle::Title, 600), &Colours::text, header);
    name->setText(tr("Open model"));
    name->setWordWrap(false);
    auto* title = new ElidedLabel(m_theme, Theme::font(TextStyle::Label), &Colours::text2, header);
    title->setText(tr("Only headers are read until one is opened"));
    row->addWidget(name);
    row->addWidget(title, 1);
    return header;
}

QWidget* OpenModelDialog::makeControls()
{
    auto* controls = new Surface(m_theme, Qt::BottomEdge, this);
    controls->setFixedHeight(metrics::controlRow);
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(padding, 0, padding, 0);
    row->setSpacing(10);
    m_filter->setPlaceholderText(tr("Find by name, family or place"));
    m_filter->setAccessibleName(tr("Find a model"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_filter->addAction(m_theme.icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    row->addWidget(m_choice);
    row->addWidget(m_filter, 1);
    return controls;
}

QWidget* OpenModelDialog::makeProgress()
{
    m_progress = new Surface(m_theme, Qt::TopEdge, this);
    m_progress->setFixedHeight(metrics::taskRow);
    auto* row = new QHBoxLayout(m_progress);
    row->setContentsMargins(padding, 1, padding, 0);
    row->setSpacing(10);
    m_bar = new DeterminateBar(m_theme, m_progress);
    m_progressText = new ElidedLabel(m_theme, Theme::font(TextStyle::Caption), &Colours::text3, m_progress);
    auto* stop = new QPushButton(tr("Stop"), m_progress);
    stop->setProperty("kind", QStringLiteral("quiet"));
    stop->setAutoDefault(false);
    row->addWidget(m_bar);
    row->addWidget(m_progressText, 1);
    row->addWidget(stop);
    connect(stop, &QPushButton::clicked, this, [this] {
        shown().finder.stop();
        refresh();
    });
    return m_progress;
}

QWidget* OpenModelDialog::makeFooter()
{
    auto* footer = new Surface(m_theme, Qt::TopEdge, this);
    footer->setFixedHeight(footerHeight);
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(padding, 0, padding, 0);
    row->setSpacing(10);
    auto* folder = new QPushButton(m_theme.icon(QStringLiteral("open-folder")), tr("Open folder…"), footer);
    folder->setToolTip(tr("A folder in the layout of Hugging Face, or one that holds several models"));
    auto* file = new QPushButton(tr("Open file…"), footer);
    file->setToolTip(tr("A GGUF file, whatever its name"));
    auto* cancel = new QPushButton(tr("Cancel"), footer);
    m_open = new QPushButton(tr("Open"), footer);
    m_open->setProperty("kind", QStringLiteral("primary"));
    for (QPushButton* button : {folder, file, cancel, m_open}) {
        button->setFixedHeight(metrics::controlLarge);
        button->setAutoDefault(false);
    }
    m_open->setDefault(true);
    row->addWidget(folder);
    row->addWidget(file);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_open);
    connect(folder, &QPushButton::clicked, this, &OpenModelDialog::chooseFolder);
    connect(file, &QPushButton::clicked, this, &OpenModelDialog::chooseFile);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_open, &QPushButton::clicked, this, &OpenModelDialog::openCurrent);
    return footer;
}

void OpenModelDialog::refresh()
{
    if (m_sections.size() < 2 || m_open == nullptr)
        return;
    for (std::size_t i = 0; i < m_sections.size(); ++i) {
        const Section& section = *m_sections[i];
        const QString count = QString::number(section.models.rowCount());
        m_choice->setText(
            static_cast<int>(i),
            section.finder.isRunning() ? section.title : tr("%1 · %2").arg(section.title, count));
    }
    Section& section = shown();
    const bool running = section.finder.isRunning();
    m_progress->setVisible(running);
    m_bar->setProgress(section.done, section.total);
    m_progressText->setText(
        section.total > 0 ? tr("Looked at %1 of %2").arg(section.done).arg(section.total)
                          : tr("Looking for models"));
    const bool isEmpty = m_table->shownCount() == 0 && !running;
    if (isEmpty)
        describeEmpty();
    m_middle->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_table);
    const FoundModel* model = m_table->current();
    m_details->setVisible(!isEmpty);
    m_details->setFoundModel(model);
    const bool canOpen = model && verdictOf(*model) != Verdict::Broken;
    m_open->setEnabled(canOpen);
    m_open->setToolTip(canOpen ? QString() : model ? model->problem : tr("No model is chosen"));
}

void OpenModelDialog::describeEmpty()
{
    const Section& section = shown();
    StateMessage message;
    message.icon = QStringLiteral("search");
    if (section.models.rowCount() > 0) {
        message.title = tr("No model matches");
        message.text = tr("None of the %1 models here holds “%2”.")
                           .arg(section.models.rowCount())
                           .arg(m_filter->text().simplified());
    } else if (m_choice->current() == 1) {
        message.title = tr("No model was opened before");
        message.text = tr("Models that you open are listed here the next time.");
    } else {
        const QString command = QStringLiteral("packaging/get-model smollm2");
        QStringList names;
        QStringList folders;
        for (const ModelPlace& place : section.places) {
            if (!names.contains(place.name))
                names << place.name;
            folders << place.path;
        }
        message.title = tr("No models found on this computer");
        message.text =
            tr("Looked in the folders of: %1. Any Hugging Face folder or GGUF file can be opened. This "
               "command gets a small model:\n%2")
                .arg(names.join(QStringLiteral(", ")), command);
        message.details = tr("%1\n\nLooked in:\n%2").arg(command, folders.join(QLatin1Char('\n')));
    }
    if (section.models.rowCount() == 0) {
        message.primary = tr("Open folder…");
        message.primaryIcon = QStringLiteral("open-folder");
    }
    m_empty->setMessage(message);
}

void OpenModelDialog::openCurrent()
{
    const FoundModel* model = m_table->current();
    if (model == nullptr || verdictOf(*model) == Verdict::Broken)
        return;
    const QString path = model->path; // closing may empty the list
    accept();
    Q_EMIT chosen(path);
}

void OpenModelDialog::takePath(const QString& path)
{
    m_error->clear();
    const QStringList models = QFileInfo(path).isDir() ? modelsIn(path) : QStringList{path};
    if (models.isEmpty()) {
        m_error->setProblem(
            {Problem::Kind::BadInput,
             tr("%1: no model in this folder: no config.json and no GGUF file").arg(pathForMessage(path)),
             {}});
    } else if (models.size() > 1) {
        offer(path, models);
    } else {
        accept();
        Q_EMIT chosen(models.first());
    }
}

void OpenModelDialog::offer(const QString& folder, const QStringList& models)
{
    const QString title = tr("In %1").arg(QDir(folder).dirName());
    if (m_folderSection < 0) {
        m_folderSection = static_cast<int>(m_sections.size());
        addSection(title);
    }
    Section& section = *m_sections[static_cast<std::size_t>(m_folderSection)];
    section.title = title;
    std::vector<ModelPlace> places;
    for (const QString& model : models)
        places.push_back({QDir(folder).dirName(), model, ModelPlace::Layout::One});
    search(section, places);
    showSection(m_folderSection);
}

void OpenModelDialog::chooseFolder()
{
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open a model folder"), m_folder);
    if (!path.isEmpty())
        takePath(path);
}

void OpenModelDialog::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a model file"), m_folder, tr("GGUF files (*.gguf);;All files (*)"));
    if (!path.isEmpty())
        takePath(path);
}

bool OpenModelDialog::eventFilter(QObject* watched, QEvent* event)
{
    // The list follows the arrows while the person types.
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            m_table->step(key == Qt::Key_Down ? 1 : -1);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace headwaters
