#include "widgets/head/directionmodel.h"

#include <utility>

namespace headwaters {

void DirectionModel::setWanted(bool wanted)
{
    if (std::exchange(m_isWanted, wanted) != wanted)
        Q_EMIT wantsChanged();
}

void DirectionModel::setFirst(int k)
{
    if (std::exchange(m_first, k) == k)
        return;
    Q_EMIT wantsChanged();
    if (k == allDirections)
        setPartial(nullptr);
}

void DirectionModel::setEmbedding(EmbeddingKind embedding)
{
    if (std::exchange(m_embedding, embedding) == embedding)
        return;
    Q_EMIT changed();
    Q_EMIT wantsChanged();
}

void DirectionModel::clear()
{
    m_head.reset();
    m_row.reset();
    m_rowProblem.clear();
    m_reading.reset();
    m_readingShare = 1;
    Q_EMIT changed();
    setFirst(allDirections);
    setPartial(nullptr);
    m_isTracing = false;
    setNeighbours(nullptr);
}

void DirectionModel::setHead(std::shared_ptr<const HeadDirections> head)
{
    m_head = std::move(head);
    Q_EMIT changed();
}

void DirectionModel::setRow(std::shared_ptr<const ScoreRow> row, const QString& problem)
{
    m_row = std::move(row);
    m_rowProblem = problem;
    Q_EMIT changed();
}

void DirectionModel::setPartial(std::shared_ptr<const PartialScores> partial)
{
    m_partial = std::move(partial);
    Q_EMIT partialChanged();
}

void DirectionModel::setReading(std::shared_ptr<const DirectionReading> reading)
{
    m_reading = std::move(reading);
    m_readingShare = 1;
    Q_EMIT changed();
}

void DirectionModel::setReadingShare(double share)
{
    m_readingShare = share;
    Q_EMIT changed();
}

void DirectionModel::setNeighbours(std::shared_ptr<const HeadNeighbours> neighbours)
{
    m_neighbours = std::move(neighbours);
    Q_EMIT neighboursChanged();
}

void DirectionModel::setTracing(bool isTracing)
{
    m_isTracing = isTracing;
    Q_EMIT neighboursChanged();
}

} // namespace headwaters
