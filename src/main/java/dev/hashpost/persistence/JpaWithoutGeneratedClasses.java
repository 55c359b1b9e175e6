package dev.hashpost.persistence;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.service.spi.ServiceContributor;

/**
 * Has Hibernate generate no classes when it starts: neither the proxies of entities that are loaded lazily, of which there are
 * none, nor accessors in place of reflection. {@code EntityManager.getReference} throws with it.
 */
public class JpaWithoutGeneratedClasses implements ServiceContributor {
    @Override
    public void contribute(StandardServiceRegistryBuilder registry) {
        registry.addService(BytecodeProvider.class, new BytecodeProviderImpl());
    }
}
