// MpiTeam: the processes that mpirun has started; the first hands out runs and stores them.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "sim/sweep/execute.hpp"
#include "sim/sweep/play.hpp"

namespace rippletank::sweep {

/// As long as it lives, MPI is in use, if a launcher such as mpirun has started several processes;
/// alone, a process is the first of one and nothing is sent.
///
/// Errors:  std::runtime_error if several were started and this build has no MPI.
class MpiTeam {
 public:
  MpiTeam();
  ~MpiTeam();
  MpiTeam(const MpiTeam&) = delete;
  MpiTeam& operator=(const MpiTeam&) = delete;

  int size() const { return size_; }
  bool is_first() const { return rank_ == 0; }

  /// Whether all are ready; everybody asks, and learns the same.
  bool all_ready(bool ready);

  /// For the first: the others as workers, each with so many threads. Refers to this team.
  RemoteWorkers others(unsigned threads);
  /// For the first: ends the others if they have not been ended.
  void dismiss();

  /// For the others: plays what the first hands out until that ends it. Whoever is interrupted
  /// waits for that for a while, as the first is, too.
  void serve(const Playing& playing, unsigned threads, std::optional<double> time_limit_s,
             const std::function<bool()>& is_interrupted);

 private:
  void exchange(Desk& desk);
  void end(Desk& desk);
  /// Takes a message in, if there is one; false if not.
  bool receive(Desk& desk);
  void hand_out(Desk& desk);

  int rank_ = 0;
  int size_ = 1;
  unsigned threads_ = 1;               ///< of each other
  std::vector<unsigned> outstanding_;  ///< tasks of each process
  bool is_dismissed_ = false;
  int ended_ = 0;  ///< processes that said so
};

}  // namespace rippletank::sweep
