#include "core/engine/session/snapshotthread.h"

#include "support/testing.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTest>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>

using namespace headwaters;
using namespace Qt::StringLiterals;

namespace {

/// A thread and everything it said, in order, as text: `answer 0 seven`, `failed 1 ...`, `cancelled 2`.
class Listener {
public:
    Listener()
    {
        QObject::connect(&thread, &SnapshotThread::failed, &thread, [this](int kind, const Problem& problem) {
            said << u"failed %1 %2"_s.arg(kind).arg(problem.summary);
            kinds.push_back(problem.kind);
        });
        QObject::connect(&thread, &SnapshotThread::cancelled, &thread, [this](int kind) {
            said << u"cancelled %1"_s.arg(kind);
        });
        QObject::connect(
            &thread, &SnapshotThread::progressed, &thread, [this](int kind, int done, int total) {
                said << u"progress %1 %2 of %3"_s.arg(kind).arg(done).arg(total);
            });
    }

    void ask(int kind, std::function<QString(const CancelToken&, const ProgressFunction&)> work)
    {
        thread.ask<QString>(kind, std::move(work), [this, kind](const QString& answer) {
            CHECK(QThread::currentThread() == thread.thread());
            said << u"answer %1 %2"_s.arg(kind).arg(answer);
        });
    }
    void ask(int kind, const QString& answer)
    {
        ask(kind, [answer](const CancelToken&, const ProgressFunction&) { return answer; });
    }
    /// A job that lasts until it is cancelled, or for ever.
    void askForever(int kind, QSemaphore& begun)
    {
        ask(kind, [&begun](const CancelToken& cancel, const ProgressFunction&) -> QString {
            begun.release();
            while (true) {
                cancel.throwIfCancelled();
                QThread::msleep(1);
            }
        });
    }

    [[nodiscard]] bool waitFor(const QString& text)
    {
        return QTest::qWaitFor([&] { return said.contains(text); }, 60000);
    }

    SnapshotThread thread{u"test"_s};
    QStringList said;
    std::vector<Problem::Kind> kinds;
};

} // namespace

TEST_CASE("Jobs of several kinds are done in the order of asking, beside the one who asks")
{
    Listener listener;
    QThread* worker = nullptr;
    listener.ask(2, [&worker](const CancelToken&, const ProgressFunction&) {
        worker = QThread::currentThread();
        return u"first"_s;
    });
    listener.ask(0, u"second"_s);
    listener.ask(1, u"third"_s);
    CHECK(listener.said.isEmpty()); // asking returns at once
    for (const int kind : {0, 1, 2})
        CHECK(listener.thread.isPending(kind));
    REQUIRE(listener.waitFor(u"answer 1 third"_s));
    CHECK(listener.said == QStringList{u"answer 2 first"_s, u"answer 0 second"_s, u"answer 1 third"_s});
    CHECK(worker != listener.thread.thread());
    for (const int kind : {0, 1, 2, 3})
        CHECK_FALSE(listener.thread.isPending(kind));
}

TEST_CASE("The newest job of a kind alone answers, and stops the older ones")
{
    Listener listener;
    QSemaphore begun;
    listener.askForever(0, begun);
    begun.acquire();
    listener.ask(0, u"middle"_s); // never begins
    listener.ask(0, u"newest"_s);
    listener.ask(1, u"other"_s);
    REQUIRE(listener.waitFor(u"answer 1 other"_s));
    CHECK(listener.said == QStringList{u"answer 0 newest"_s, u"answer 1 other"_s});
}

TEST_CASE("An answer that was on its way when a newer job was asked for is dropped")
{
    Listener listener;
    QSemaphore done;
    listener.ask(0, [&done](const CancelToken&, const ProgressFunction&) {
        done.release();
        return u"old"_s;
    });
    done.acquire();
    QThread::msleep(50); // its answer waits in the queue of this thread, and nobody has heard of it
    listener.ask(0, u"new"_s);
    REQUIRE(listener.waitFor(u"answer 0 new"_s));
    CHECK(listener.said == QStringList(u"answer 0 new"_s));
}

TEST_CASE("Cancel is answered, within 100 ms where the work looks at its token")
{
    Listener listener;
    qint64 least = std::numeric_limits<qint64>::max();
    for (int round = 0; round < 5; ++round) {
        listener.said.clear();
        QSemaphore begun;
        listener.askForever(3, begun);
        begun.acquire();
        QElapsedTimer timer;
        timer.start();
        listener.thread.cancel(3);
        REQUIRE(listener.waitFor(u"cancelled 3"_s));
        least = std::min(least, timer.elapsed());
        CHECK(listener.said == QStringList(u"cancelled 3"_s));
        CHECK_FALSE(listener.thread.isPending(3));
    }
    CHECK(least < 100); // the best of five: other programs may hold this machine up
    listener.ask(3, u"after"_s);
    REQUIRE(listener.waitFor(u"answer 3 after"_s));
}

TEST_CASE("Cancel before a job has begun, and of a kind that was never asked for, does no harm")
{
    Listener listener;
    listener.thread.cancel(7);
    QSemaphore begun;
    listener.askForever(0, begun);
    listener.ask(1, u"never done"_s);
    listener.thread.cancel(1);
    begun.acquire();
    listener.thread.cancel(0);
    REQUIRE(listener.waitFor(u"cancelled 1"_s));
    CHECK(listener.said == QStringList{u"cancelled 0"_s, u"cancelled 1"_s});
    listener.ask(7, u"fine"_s);
    REQUIRE(listener.waitFor(u"answer 7 fine"_s));
}

TEST_CASE("What is silenced says nothing more: no answer, no progress, no failure, no cancel")
{
    Listener listener;
    QSemaphore begun;
    QSemaphore go;
    listener.ask(0, [&](const CancelToken&, const ProgressFunction& progress) -> QString {
        begun.release();
        go.acquire();
        progress(1, 2);
        throw failure(u"not heard"_s);
    });
    begun.acquire();
    listener.thread.silence(0);
    CHECK_FALSE(listener.thread.isPending(0));
    go.release();
    listener.askForever(1, begun);
    begun.acquire();
    listener.thread.silence(1);
    listener.ask(2, u"end"_s);
    REQUIRE(listener.waitFor(u"answer 2 end"_s));
    CHECK(listener.said == QStringList(u"answer 2 end"_s));
}

TEST_CASE("What a job throws arrives as a problem with its sentence and kind")
{
    Listener listener;
    listener.ask(0, [](const CancelToken&, const ProgressFunction&) -> QString {
        throw badInput(u"The root 9.9 is no head."_s);
    });
    listener.ask(1, [](const CancelToken&, const ProgressFunction&) -> QString { throw std::bad_alloc(); });
    listener.ask(2, u"still here"_s);
    REQUIRE(listener.waitFor(u"answer 2 still here"_s));
    CHECK(listener.said.first() == u"failed 0 The root 9.9 is no head."_s);
    REQUIRE(listener.kinds.size() == 2);
    CHECK(listener.kinds[0] == Problem::Kind::BadInput);
    CHECK(listener.kinds[1] == Problem::Kind::Failed);
    CHECK(listener.said[1].size() > 15); // a sentence
    CHECK_FALSE(listener.thread.isPending(0));
}

TEST_CASE("Progress is told in order, of the newest job alone, before its answer")
{
    Listener listener;
    QSemaphore begun;
    listener.ask(0, [&](const CancelToken& cancel, const ProgressFunction& progress) -> QString {
        progress(9, 10);
        begun.release();
        while (true)
            cancel.throwIfCancelled();
    });
    begun.acquire();
    listener.ask(0, [](const CancelToken&, const ProgressFunction& progress) {
        progress(1, 2);
        progress(2, 2);
        return u"done"_s;
    });
    REQUIRE(listener.waitFor(u"answer 0 done"_s));
    CHECK(listener.said == QStringList{u"progress 0 1 of 2"_s, u"progress 0 2 of 2"_s, u"answer 0 done"_s});
}

TEST_CASE("A thread that is deleted while it works stops, and nobody is told")
{
    bool isTold = false;
    {
        SnapshotThread thread(u"test"_s);
        QSemaphore begun;
        thread.ask<int>(
            0,
            [&begun](const CancelToken& cancel, const ProgressFunction&) -> int {
                begun.release();
                while (true)
                    cancel.throwIfCancelled();
            },
            [&isTold](int) { isTold = true; });
        thread.ask<int>(
            1, [](const CancelToken&, const ProgressFunction&) { return 1; },
            [&isTold](int) { isTold = true; });
        begun.acquire();
    }
    QTest::qWait(10);
    CHECK_FALSE(isTold);
}
