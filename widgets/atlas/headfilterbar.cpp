#include "widgets/atlas/headfilterbar.h"

#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

namespace headwaters {

HeadFilterBar::HeadFilterBar(const Theme& theme, QWidget* parent)
    : FindBar(theme, tr("Heads"), tr("Show all heads and close"), &Colours::text2, parent),
      m_choose(new QPushButton(tr("Found…"), this)),
      m_choices(new QMenu(this)),
      m_scan(new QPushButton(tr("Scan the heads"), this))
{
    field().setFixedWidth(200);
    field().setPlaceholderText(tr("induction, LR, L5, 5.3"));
    field().setToolTip(tr("A type of heads, a stage, a verdict, a layer or a head: other heads fade.\n"
                          "Words beside each other must all hold, commas separate alternatives:\n"
                          "induction L5, name mover"));
    field().setAccessibleName(tr("Find heads by type, stage or number"));
    m_choose->setMenu(m_choices);
    m_choose->setToolTip(tr("Stages and types that the scan found, with their heads"));
    addBehindField(m_choose);
    addBehindAnswer(m_scan);
    m_scan->hide();
    m_choose->hide();
}

void HeadFilterBar::setScanOffered(bool offered)
{
    m_scan->setVisible(offered);
}

void HeadFilterBar::setChoicesOffered(bool offered)
{
    m_choose->setVisible(offered);
}

} // namespace headwaters
