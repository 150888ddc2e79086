#include "widgets/compare/comparerow.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/iconbutton.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/compare/sidetext.h"
#include "widgets/theme/metrics.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpression>

namespace headwaters {

namespace {

constexpr int headFieldWidth = 58;

} // namespace

CompareRow::CompareRow(const Theme& theme, Comparison& comparison, Scope scope, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_comparison(comparison),
      m_scope(scope),
      m_choices(new SegmentedControl(theme, tr("Comparison"), this)),
      m_sentence(new ElidedLabel(theme, Theme::font(TextStyle::Caption), &Colours::text2, this))
{
    m_choices->addSegment(tr("A"), tr("The run in front alone (D shows the next)"));
    m_choices->addSegment(tr("B"), tr("The second side alone (D shows the next)"));
    m_choices->addSegment(tr("Side by side"), tr("A at the left, B at the right (D shows the next)"));
    m_choices->addSegment(
        tr("A − B"), tr("The difference: blue where A has more, orange where B has (D shows the next)"));
    m_sentence->setElideMode(Qt::ElideMiddle);
    setFixedHeight(metrics::controlRow);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pad, 0, metrics::pad, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(m_choices);
    row->addSpacing(4);
    row->addWidget(m_sentence, 1);
    if (scope == Scope::Map) {
        auto* label = new ElidedLabel(theme, Theme::font(TextStyle::Label), &Colours::text2, this);
        addHeadField(label);
        row->addWidget(label);
        row->addWidget(m_head);
        row->addWidget(m_link);
    }
    connect(m_choices, &SegmentedControl::chosen, this, [this](int index) {
        m_comparison.show(static_cast<Comparison::Shown>(index));
    });
    connect(&comparison, &Comparison::changed, this, &CompareRow::follow);
    connect(&comparison, &Comparison::blockedChanged, this, &CompareRow::follow);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    follow();
}

void CompareRow::addHeadField(QWidget* label)
{
    static_cast<ElidedLabel*>(label)->setText(tr("B:"));
    label->setFixedWidth(label->sizeHint().width());
    m_head = new QLineEdit(this);
    m_head->setFixedWidth(headFieldWidth);
    m_head->setFont(Theme::mono(TextStyle::Label));
    m_head->setAccessibleName(tr("B's head"));
    m_head->setToolTip(tr("The head that B shows, as in 3.2; A's where nothing is written"));
    m_link = new IconButton(m_theme, QStringLiteral("undo"), tr("Show the same head on both sides"), this);
    m_link->setAccessibleName(tr("Same head on both sides"));
    connect(m_head, &QLineEdit::editingFinished, this, &CompareRow::takeHead);
    connect(m_link, &IconButton::clicked, &m_comparison, &Comparison::linkHeads);
    connect(&m_comparison, &Comparison::linkChanged, this, &CompareRow::followHead);
    connect(&m_comparison.selectionB(), &Selection::changed, this, &CompareRow::followHead);
}

QString CompareRow::blockedReason() const
{
    return m_scope == Scope::Wall ? m_comparison.wallBlocked() : m_comparison.mapBlocked();
}

QString CompareRow::sentence() const
{
    return m_sentence->text();
}

void CompareRow::follow()
{
    setVisible(m_comparison.isOn());
    if (!m_comparison.isOn())
        return;
    const QString blocked = blockedReason();
    m_choices->setSegmentEnabled(static_cast<int>(Comparison::Shown::Difference), blocked.isEmpty(), blocked);
    m_choices->setCurrent(static_cast<int>(m_comparison.shown()));
    // Side by side each half says what it is.
    switch (m_comparison.shown()) {
    case Comparison::Shown::A:
        m_sentence->setText(sideText(QStringLiteral("A"), m_comparison.a()));
        break;
    case Comparison::Shown::B:
        m_sentence->setText(sideText(QStringLiteral("B"), m_comparison.b()));
        break;
    case Comparison::Shown::SideBySide:
        m_sentence->setText(m_comparison.b().result() ? blocked : QString());
        break;
    case Comparison::Shown::Difference:
        m_sentence->setText(differenceText(m_comparison));
        break;
    }
    if (m_head)
        followHead();
}

void CompareRow::followHead()
{
    const auto head = m_comparison.selectionB().shown().head;
    if (!m_head->hasFocus() || !m_head->isModified())
        m_head->setText(head ? head->text() : QString());
    m_head->setEnabled(m_comparison.selectionB().nHeads() > 0);
    m_link->setVisible(!m_comparison.isHeadLinked());
}

void CompareRow::takeHead()
{
    static const QRegularExpression form(QStringLiteral("^\\s*L?(\\d{1,4})[.H](\\d{1,4})\\s*$"));
    if (!m_head->isModified())
        return;
    m_head->setModified(false);
    const auto match = form.match(m_head->text());
    if (match.hasMatch())
        m_comparison.lockHeadOfB({match.captured(1).toInt(), match.captured(2).toInt()});
    else if (m_head->text().trimmed().isEmpty())
        m_comparison.linkHeads();
    followHead();
}

void CompareRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().panel);
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colours().line);
}

} // namespace headwaters
