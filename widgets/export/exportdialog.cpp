#include "widgets/export/exportdialog.h"

#include "core/base/error.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/surface.h"
#include "widgets/common/textlabel.h"
#include "widgets/export/exportform.h"
#include "widgets/export/exportpreview.h"
#include "widgets/export/figureformats.h"
#include "widgets/theme/metrics.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <new>

namespace headwaters {

namespace {

constexpr QSize dialogSize{940, 612};
constexpr int headerHeight = 48;
constexpr int footerHeight = 57;
constexpr int formWidth = 398;
constexpr int padding = 16;

} // namespace

ExportDialog::ExportDialog(const Theme& theme, std::shared_ptr<const Figure> figure, QWidget* parent)
    : QDialog(parent),
      m_theme(theme),
      m_figure(std::move(figure)),
      m_folder(QDir::homePath()),
      m_error(new ErrorBar(theme, this)),
      m_preview(new ExportPreview(theme, this)),
      m_form(new ExportForm(theme, *m_figure, this))
{
    setWindowTitle(tr("Export"));
    setModal(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(m_error);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_preview, 1);
    auto* side = new Surface(theme, Qt::LeftEdge, this);
    side->setFixedWidth(formWidth);
    auto* sideLayout = new QVBoxLayout(side);
    sideLayout->setContentsMargins(1, 0, 0, 0);
    sideLayout->addWidget(m_form);
    middle->addWidget(side);
    column->addLayout(middle, 1);
    column->addWidget(makeFooter());
    resize(dialogSize);

    connect(m_form, &ExportForm::changed, this, &ExportDialog::refresh);
    refresh();
    m_save->setFocus();
}

QWidget* ExportDialog::makeHeader()
{
    auto* header = new Surface(m_theme, Qt::BottomEdge, this);
    header->setFixedHeight(headerHeight);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(padding, 0, padding, 0);
    row->setSpacing(10);
    auto* name = new TextLabel(m_theme, Theme::font(TextStyle::Title, 600), &Colours::text, header);
    name->setText(tr("Export"));
    name->setWordWrap(false);
    auto* title = new ElidedLabel(m_theme, Theme::font(TextStyle::Label), &Colours::text2, header);
    title->setText(m_figure->title());
    row->addWidget(name);
    row->addWidget(title, 1);
    return header;
}

QWidget* ExportDialog::makeFooter()
{
    auto* footer = new Surface(m_theme, Qt::TopEdge, this);
    footer->setFixedHeight(footerHeight);
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(padding, 0, padding, 0);
    row->setSpacing(10);
    auto* copyButton = new QPushButton(m_theme.icon(QStringLiteral("copy")), tr("Copy"), footer);
    copyButton->setToolTip(tr("Put the page on the clipboard as an image"));
    auto* cancel = new QPushButton(tr("Cancel"), footer);
    m_save = new QPushButton(footer);
    m_save->setProperty("kind", QStringLiteral("primary"));
    for (QPushButton* button : {copyButton, cancel, m_save}) {
        button->setFixedHeight(metrics::controlLarge);
        button->setAutoDefault(false);
    }
    m_save->setDefault(true);
    row->addWidget(copyButton);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_save);
    connect(copyButton, &QPushButton::clicked, this, &ExportDialog::copy);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ExportDialog::chooseFileAndSave);
    return footer;
}

void ExportDialog::refresh()
{
    m_preview->setPage(*m_figure, m_form->options());
    m_form->describe(m_preview->page());
    m_save->setText(tr("Save %1…").arg(formatName(m_form->format())));
}

void ExportDialog::chooseFileAndSave()
{
    const QString ending = formatEnding(m_form->format());
    QFileDialog chooser(this, tr("Save %1").arg(formatName(m_form->format())), m_folder);
    chooser.setAcceptMode(QFileDialog::AcceptSave);
    chooser.setNameFilters({tr("%1 (*.%2)").arg(formatName(m_form->format()), ending)});
    chooser.setDefaultSuffix(ending);
    chooser.selectFile(m_figure->fileStem() + QLatin1Char('.') + ending);
    if (chooser.exec() == QDialog::Accepted && !chooser.selectedFiles().isEmpty())
        save(chooser.selectedFiles().first());
}

bool ExportDialog::save(const QString& path)
{
    m_error->clear();
    try {
        const QStringList paths = saveFigure(*m_figure, m_form->options(), path, m_form->dataFormats());
        m_folder = QFileInfo(path).absolutePath();
        Q_EMIT saved(paths);
        accept();
        return true;
    } catch (const Error& error) {
        m_error->setProblem(error.problem());
    } catch (const std::bad_alloc&) {
        m_error->setProblem({Problem::Kind::Failed, tr("There is not enough memory for this figure."), {}});
    }
    return false;
}

void ExportDialog::copy()
{
    try {
        const QImage image = toImage(m_preview->page());
        QGuiApplication::clipboard()->setImage(image);
        m_form->setNote(tr("Copied as an image of %1 × %2 pixels.").arg(image.width()).arg(image.height()));
    } catch (const Error& error) {
        m_error->setProblem(error.problem());
    }
}

} // namespace headwaters
