package dev.hashpost.bench;

/** Two measurements that are taken in turn, so that what the machine does besides meets both. */
final class Duel {
    private final String name;
    private final Measurement ours;
    private final Measurement peers;
    private final Series our = new Series();
    private final Series their = new Series();

    /** One measurement, of so many seconds; its number is a rate. */
    interface Measurement {
        double take(int seconds) throws Exception;
    }

    Duel(String name, Measurement ours, Measurement peers) {
        this.name = name;
        this.ours = ours;
        this.peers = peers;
    }

    /** One round; the second round begins with the other side. */
    void fight(int round, int seconds, Progress progress) throws Exception {
        if (round % 2 == 0) {
            our.add(measure(ours, "ours", seconds, progress));
            their.add(measure(peers, "peer", seconds, progress));
        } else {
            their.add(measure(peers, "peer", seconds, progress));
            our.add(measure(ours, "ours", seconds, progress));
        }
    }

    private double measure(Measurement measurement, String who, int seconds, Progress progress) throws Exception {
        progress.begin(name + ", " + who);
        double rate = measurement.take(seconds);
        progress.end(rate);
        return rate;
    }

    /**
     * Both, without counting: for the compilers to get to know the code.
     *
     * @param peerSeconds 0 for a peer that is compiled, and whose caches need not be full
     */
    void warmUp(int seconds, int peerSeconds, Progress progress) throws Exception {
        measure(ours, "ours, warming up", seconds, progress);
        if (peerSeconds > 0) {
            measure(peers, "peer, warming up", peerSeconds, progress);
        }
    }

    String name() {
        return name;
    }

    Series ours() {
        return our;
    }

    Series peers() {
        return their;
    }
}
