#include "widgets/common/helppanel.h"

#include "widgets/common/helpdocument.h"

#include <QFile>
#include <QHBoxLayout>
#include <QListWidget>
#include <QScrollBar>
#include <QTextBrowser>

namespace headwaters {

namespace {

constexpr int listWidth = 200;
constexpr int rowHeight = 28;
const QString fallbackKey = QStringLiteral("keys");

QString headingOf(const QString& markdown)
{
    return markdown.section(QLatin1Char('\n'), 0, 0).mid(2).trimmed();
}

} // namespace

HelpPanel::HelpPanel(const Theme& theme, QWidget* parent)
    : QDialog(parent),
      m_theme(theme),
      m_list(new QListWidget(this)),
      m_browser(new QTextBrowser(this))
{
    setWindowTitle(tr("Help"));
    setAccessibleName(tr("Help"));
    m_list->setObjectName(QStringLiteral("helpPages"));
    m_list->setAccessibleName(tr("Pages of the help"));
    m_list->setFixedWidth(listWidth);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFont(Theme::font(TextStyle::Label));
    m_list->setProperty("focusRing", false);
    m_browser->setObjectName(QStringLiteral("helpText"));
    m_browser->setAccessibleName(tr("Text of the page"));
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->setProperty("focusRing", false);
    m_browser->setOpenLinks(false);
    const auto all = pages();
    for (const HelpPage& page : all) {
        auto* item = new QListWidgetItem(page.title, m_list);
        item->setData(Qt::UserRole, page.key);
        item->setSizeHint({listWidth, rowHeight});
    }

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_browser, 1);

    connect(m_list, &QListWidget::currentRowChanged, this, &HelpPanel::render);
    connect(&m_theme, &Theme::changed, this, &HelpPanel::render);
    m_list->setCurrentRow(0);
}

QVector<HelpPage> HelpPanel::pages()
{
    QVector<HelpPage> pages;
    for (const char* key :
         {"atlas", "head", "stages", "circuit", "interventions", "lens", "compare", "prompt", "inspector",
          "export", "commandline", "keys"}) {
        const QString name = QLatin1String(key);
        pages.append({name, headingOf(markdown(name))});
    }
    return pages;
}

QString HelpPanel::markdown(const QString& key)
{
    QFile file(QStringLiteral(":/help/%1.md").arg(key));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void HelpPanel::showPage(const QString& name)
{
    const QString key = name.toLower();
    int row = -1;
    int fallback = 0;
    for (int i = 0; i < m_list->count(); ++i) {
        const QString here = m_list->item(i)->data(Qt::UserRole).toString();
        if (here == key)
            row = i;
        if (here == fallbackKey)
            fallback = i;
    }
    m_list->setCurrentRow(row >= 0 ? row : fallback);
    show();
    raise();
    activateWindow();
    m_browser->setFocus();
}

QString HelpPanel::currentKey() const
{
    return m_list->currentItem()->data(Qt::UserRole).toString();
}

QSize HelpPanel::sizeHint() const
{
    return {820, 640};
}

void HelpPanel::render()
{
    const Colours& colours = m_theme.colours();
    setHelpMarkdown(*m_browser->document(), markdown(currentKey()), colours);
    m_browser->moveCursor(QTextCursor::Start);
    m_browser->verticalScrollBar()->setValue(0);
}

} // namespace headwaters
