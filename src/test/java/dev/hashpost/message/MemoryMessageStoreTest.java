package dev.hashpost.message;

/** The fake that other tests use keeps the rules of the real store. */
class MemoryMessageStoreTest implements MessageStoreContract {
    private final MemoryMessageStore store = new MemoryMessageStore();

    @Override
    public MessageStore store() {
        return store;
    }

    @Override
    public String versionOf(Digest digest) {
        return Integer.toString(store.versionOf(digest));
    }

    @Override
    public void damage(Digest digest) {
        store.damage(digest);
    }

    @Override
    public void refuse(Digest digest) {
        store.refuse(digest);
    }

    @Override
    public void expire(Digest digest) {
        store.expire(digest);
    }
}
