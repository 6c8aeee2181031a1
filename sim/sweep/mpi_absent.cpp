// The team of a build without MPI: this process alone.
#include "sim/sweep/mpi_launcher.hpp"
#include "sim/sweep/mpi_team.hpp"

namespace rippletank::sweep {

MpiTeam::MpiTeam() {
  if (!is_started_by_launcher()) return;
  throw std::runtime_error(
      "mpirun has started several processes, but this build has no MPI, so each would play every "
      "run; build it where libopenmpi-dev is installed, or use --jobs or --shard");
}

MpiTeam::~MpiTeam() = default;

bool MpiTeam::all_ready(bool ready) { return ready; }

RemoteWorkers MpiTeam::others(unsigned) { return {}; }

void MpiTeam::dismiss() {}

void MpiTeam::serve(const Playing&, unsigned, std::optional<double>, const std::function<bool()>&) {
}

}  // namespace rippletank::sweep
