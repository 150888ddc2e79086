#pragma once

#include "core/results/directions.h"

#include <QObject>

#include <memory>

namespace headwaters {

/// The singular directions of the head under the selection, for the views: what is known of them, of the pair
/// and of the map from the first of them. The document writes it; views read it and say what they want.
/// Values are immutable and shared, and may be another head's for a moment: compare run and head.
class DirectionModel : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    static constexpr int allDirections = -1;

    // --- read by the views
    [[nodiscard]] std::shared_ptr<const HeadDirections> head() const { return m_head; }
    /// The score of the pair under the selection; null where there is no pair or `rowProblem` says why.
    [[nodiscard]] std::shared_ptr<const ScoreRow> row() const { return m_row; }
    [[nodiscard]] const QString& rowProblem() const { return m_rowProblem; }
    /// The map from the first directions; null while all of them are wanted.
    [[nodiscard]] std::shared_ptr<const PartialScores> partial() const { return m_partial; }
    [[nodiscard]] std::shared_ptr<const DirectionReading> reading() const { return m_reading; }
    /// How far the vocabulary is read for the first time, 0 to 1; 1 while nothing is under way.
    [[nodiscard]] double readingShare() const { return m_readingShare; }
    /// Where the pair's score comes from and who reads the head; null until it arrives.
    [[nodiscard]] std::shared_ptr<const HeadNeighbours> neighbours() const { return m_neighbours; }
    /// Neighbours were asked for and are on their way.
    [[nodiscard]] bool isTracing() const { return m_isTracing; }

    // --- said by the views
    /// Somebody looks: without that nothing is computed.
    void setWanted(bool wanted);
    [[nodiscard]] bool isWanted() const { return m_isWanted; }
    /// From how many directions the map is rebuilt; allDirections: the map as the model gives it.
    void setFirst(int k);
    [[nodiscard]] int first() const { return m_first; }
    void setEmbedding(EmbeddingKind embedding);
    [[nodiscard]] EmbeddingKind embedding() const { return m_embedding; }

    // --- written by the document
    /// Another model: nothing is known, and the map is whole again.
    void clear();
    void setHead(std::shared_ptr<const HeadDirections> head);
    void setRow(std::shared_ptr<const ScoreRow> row, const QString& problem = {});
    void setPartial(std::shared_ptr<const PartialScores> partial);
    void setReading(std::shared_ptr<const DirectionReading> reading);
    void setReadingShare(double share);
    void setNeighbours(std::shared_ptr<const HeadNeighbours> neighbours);
    void setTracing(bool isTracing);

Q_SIGNALS:
    /// Head, row, reading or how far it is.
    void changed();
    void partialChanged();
    void neighboursChanged();
    /// Wanted, first or embedding.
    void wantsChanged();

private:
    bool m_isWanted = false;
    int m_first = allDirections;
    EmbeddingKind m_embedding = EmbeddingKind::Effective;
    std::shared_ptr<const HeadDirections> m_head;
    std::shared_ptr<const ScoreRow> m_row;
    QString m_rowProblem;
    std::shared_ptr<const PartialScores> m_partial;
    std::shared_ptr<const DirectionReading> m_reading;
    double m_readingShare = 1;
    std::shared_ptr<const HeadNeighbours> m_neighbours;
    bool m_isTracing = false;
};

} // namespace headwaters
