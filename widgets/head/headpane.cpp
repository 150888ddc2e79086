#include "widgets/head/headpane.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/head/headmap.h"
#include "widgets/head/pairtable.h"
#include "widgets/head/veil.h"
#include "widgets/theme/metrics.h"

#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace headwaters {

HeadPane::HeadPane(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_title(new ElidedLabel(theme, Theme::font(TextStyle::Label, 600), &Colours::text, this)),
      m_side(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_pages(new QStackedWidget(this)),
      m_message(new StatePanel(theme, m_pages)),
      m_map(new HeadMap(theme, m_pages)),
      m_table(new PairTable(m_pages)),
      m_veil(new Veil(theme, m_pages))
{
    m_side->setElideMode(Qt::ElideMiddle);
    for (QWidget* page : std::initializer_list<QWidget*>{m_message, m_map, m_table})
        m_pages->addWidget(page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pad, 0, metrics::pad, metrics::gap);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_side);
    column->addSpacing(metrics::gap);
    column->addWidget(m_pages, 1);
    m_veil->hide();
}

void HeadPane::setCaption(const QString& title, const QString& side)
{
    m_title->setText(title);
    m_side->setText(side);
}

QString HeadPane::title() const
{
    return m_title->text();
}

void HeadPane::setContent(
    std::shared_ptr<const HeadContent> content, std::shared_ptr<const HeadDetail> detail)
{
    if (content == m_content && detail == m_detail) {
        showPage();
        return;
    }
    m_content = std::move(content);
    m_detail = std::move(detail);
    m_tableFilled = false;
    m_map->setContent(m_content);
    showPage();
}

void HeadPane::setMessage(const StateMessage& message)
{
    m_content.reset();
    m_detail.reset();
    m_message->setMessage(message);
    showPage();
}

void HeadPane::setTableShown(bool shown)
{
    m_tableShown = shown;
    showPage();
}

void HeadPane::showPage()
{
    if (!m_content) {
        m_pages->setCurrentWidget(m_message);
        m_veil->hide();
        return;
    }
    if (m_tableShown && !m_tableFilled) {
        m_table->setContent(m_content, m_detail);
        m_tableFilled = true;
    }
    m_pages->setCurrentWidget(m_tableShown ? static_cast<QWidget*>(m_table) : m_map);
}

void HeadPane::setShown(std::optional<int> query, std::optional<int> key, bool locked)
{
    m_map->setShown(query, key, locked);
    if (m_content && m_tableShown)
        m_table->setShown(query, key);
}

void HeadPane::setDimmed(bool dimmed)
{
    m_veil->setVisible(dimmed && m_content);
    m_veil->raise();
}

} // namespace headwaters
