// Sends tasks and records between processes with MPI.
#include "sim/sweep/mpi_team.hpp"

// Its C++ interface was dropped from the standard, and is compiled against one standard library.
#define OMPI_SKIP_MPICXX 1
#include <mpi.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "sim/sweep/mpi_launcher.hpp"
#include "sim/sweep/record_text.hpp"
#include "sim/sweep/threads.hpp"

namespace rippletank::sweep {
namespace {

enum Tag : int { task_tag = 1, record_tag, end_tag, ended_tag };

/// A task as it is sent.
using TaskNumbers = std::array<std::uint64_t, 2>;

struct Incoming {
  int from = 0;
  int tag = 0;
  std::string text;  ///< of a record
  TaskNumbers task{};
};

/// The next message that has arrived, if there is one.
std::optional<Incoming> next_message() {
  int is_there = 0;
  MPI_Status status;
  MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &is_there, &status);
  if (is_there == 0) return {};
  Incoming message{status.MPI_SOURCE, status.MPI_TAG, {}, {}};
  int size = 0;
  MPI_Get_count(&status, MPI_BYTE, &size);
  message.text.resize(static_cast<std::size_t>(size));
  MPI_Recv(message.text.data(), size, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD,
           MPI_STATUS_IGNORE);
  if (message.tag == task_tag) {
    std::copy_n(message.text.data(), sizeof(TaskNumbers),
                reinterpret_cast<char*>(message.task.data()));
  }
  return message;
}

void send(int to, int tag, const std::string& text) {
  MPI_Send(text.data(), static_cast<int>(text.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

void send(int to, Task task) {
  const TaskNumbers numbers = {task.point, task.repetition};
  MPI_Send(numbers.data(), sizeof(numbers), MPI_BYTE, to, task_tag, MPI_COMM_WORLD);
}

}  // namespace

MpiTeam::MpiTeam() {
  if (!is_started_by_launcher()) return;
  int provided = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
  outstanding_.resize(static_cast<std::size_t>(size_));
}

MpiTeam::~MpiTeam() {
  int is_initialized = 0;
  MPI_Initialized(&is_initialized);
  if (is_initialized != 0) MPI_Finalize();
}

bool MpiTeam::all_ready(bool ready) {
  if (size_ == 1) return ready;
  int mine = ready ? 1 : 0;
  int least = 0;
  MPI_Allreduce(&mine, &least, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return least == 1;
}

RemoteWorkers MpiTeam::others(unsigned threads) {
  threads_ = threads;
  if (size_ == 1) return {};
  return {[this](Desk& desk) { exchange(desk); }, [this](Desk& desk) { end(desk); }};
}

bool MpiTeam::receive(Desk& desk) {
  const std::optional<Incoming> message = next_message();
  if (!message) return false;
  if (message->tag == ended_tag) {
    ++ended_;
  } else {
    --outstanding_[static_cast<std::size_t>(message->from)];
    desk.bring(brought_of(message->text));
  }
  return true;
}

void MpiTeam::hand_out(Desk& desk) {
  // One task more waits where others are played, so that nobody idles while messages travel; not
  // towards the end, where somebody else may be free sooner.
  for (const unsigned most : {threads_, threads_ + 1}) {
    const std::size_t few = 2 * static_cast<std::size_t>(size_) * threads_;
    if (most > threads_ && desk.waiting() <= few) return;
    for (int worker = 1; worker < size_; ++worker) {
      unsigned& has = outstanding_[static_cast<std::size_t>(worker)];
      if (has >= most) continue;
      const std::optional<Task> task = desk.take_at_once();
      if (!task) return;
      send(worker, *task);
      ++has;
    }
  }
}

void MpiTeam::exchange(Desk& desk) {
  while (receive(desk)) {
  }
  hand_out(desk);
}

void MpiTeam::dismiss() {
  if (size_ == 1 || is_dismissed_) return;
  Desk desk;
  end(desk);
}

void MpiTeam::end(Desk& desk) {
  is_dismissed_ = true;
  for (int worker = 1; worker < size_; ++worker) send(worker, end_tag, "");
  // All that was sent must be taken in before MPI can end.
  while (ended_ < size_ - 1) {
    if (!receive(desk)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void MpiTeam::serve(const Playing& playing, unsigned threads_wanted,
                    std::optional<double> time_limit_s,
                    const std::function<bool()>& is_interrupted) {
  Desk desk;
  Threads threads(desk, playing, threads_wanted);
  const ClosedAtEnd closed(desk);
  // The first is interrupted, too, and ends the others; this is for the case that it is gone.
  constexpr std::chrono::seconds patience(5);
  std::optional<std::chrono::steady_clock::time_point> since;
  while (true) {
    const std::optional<Incoming> message = next_message();
    if (message && message->tag == end_tag) break;
    if (message) desk.lay({static_cast<std::uint32_t>(message->task[0]), message->task[1]});
    for (const Brought& brought : desk.collect(std::chrono::milliseconds(1))) {
      send(0, record_tag, text_of(brought));
    }
    if (time_limit_s) threads.stop_if_over(*time_limit_s);
    if (!is_interrupted()) continue;
    const auto now = std::chrono::steady_clock::now();
    if (!since) since = now;
    if (now - *since > patience) MPI_Abort(MPI_COMM_WORLD, 1);
  }
  desk.close();
  threads.stop_for_good();
  send(0, ended_tag, "");
}

}  // namespace rippletank::sweep
