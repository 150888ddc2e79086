#include "widgets/prompt/promptpicker.h"

#include "widgets/common/iconbutton.h"
#include "widgets/common/textlabel.h"
#include "widgets/theme/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

namespace headwaters {

PromptPicker::PromptPicker(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_box(new QComboBox(this)),
      m_next(new IconButton(
          theme, QStringLiteral("next"), tr("Next example"), QKeySequence(QStringLiteral("Ctrl+N")), this)),
      m_sentence(new TextLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this)),
      m_notes(new TextLabel(theme, Theme::font(TextStyle::Caption), &Colours::warn, this))
{
    m_box->setObjectName(QStringLiteral("promptFamilies"));
    m_box->setAccessibleName(tr("Task families"));
    m_box->setPlaceholderText(tr("Own text"));
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(8);
    m_box->setMaxVisibleItems(24);
    m_next->setObjectName(QStringLiteral("nextExample"));
    m_sentence->setObjectName(QStringLiteral("familySentence"));
    m_notes->setObjectName(QStringLiteral("promptNotes"));
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_box, 1);
    row->addWidget(m_next);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(row);
    column->addWidget(m_sentence);
    column->addWidget(m_notes);
    // `activated` speaks only for the person, and again when the family in front is picked once more.
    connect(m_box, &QComboBox::activated, this, &PromptPicker::pick);
    connect(m_next, &QToolButton::clicked, this, &PromptPicker::next);
    setFamilies({});
}

void PromptPicker::setFamilies(const QVector<Family>& families)
{
    m_families = families;
    m_box->clear();
    for (const Family& family : families)
        m_box->addItem(family.title);
    for (int i = 0; i < families.size(); ++i)
        m_box->setItemData(i, families[i].sentence, Qt::ToolTipRole);
    m_family = -1;
    setVisible(!families.isEmpty());
    setOwnText();
}

void PromptPicker::setExample(int family, int example)
{
    m_family = family;
    m_example = example;
    m_own = false;
    m_box->setCurrentIndex(family);
    describeFamily();
}

void PromptPicker::setOwnText()
{
    m_own = true;
    m_box->setCurrentIndex(-1);
    setNotes({});
    describeFamily();
}

void PromptPicker::setNotes(const QStringList& notes)
{
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
}

QString PromptPicker::notes() const
{
    return m_notes->text();
}

void PromptPicker::pick(int family)
{
    if (family < 0)
        return;
    // Picking a family starts with its first example; picking it again goes on.
    const int example = family == m_family && !m_own ? m_example + 1 : 0;
    setExample(family, example);
    Q_EMIT exampleWanted(family, example);
}

void PromptPicker::next()
{
    if (m_family < 0)
        return;
    // After an edit the example itself comes back first, so that nothing is skipped.
    setExample(m_family, m_own ? m_example : m_example + 1);
    Q_EMIT exampleWanted(m_family, m_example);
}

void PromptPicker::describeFamily()
{
    const bool known = m_family >= 0 && m_family < m_families.size();
    m_next->setEnabled(known);
    const QString title = known ? m_families[m_family].title : QString();
    const QKeySequence key(QStringLiteral("Ctrl+N"));
    if (!known)
        m_next->setMeaning(QStringLiteral("next"), tr("Choose a task family first"));
    else if (m_own)
        m_next->setMeaning(
            QStringLiteral("next"), tr("Back to %1, example %2").arg(title).arg(m_example), key);
    else
        m_next->setMeaning(
            QStringLiteral("next"), tr("Next example of %1, now %2").arg(title).arg(m_example), key);
    m_sentence->setText(m_own ? tr("Your own text.") : m_families.value(m_family).sentence);
}

} // namespace headwaters
