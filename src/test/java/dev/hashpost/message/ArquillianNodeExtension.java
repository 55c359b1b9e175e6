package dev.hashpost.message;

import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Readies an {@link ArquillianNode} before a test class, and ends it when Arquillian is done with the class. */
public class ArquillianNodeExtension implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!isInsideTheNode(context)) {
            context.getStore(Namespace.create(ArquillianNode.class)).put("node", ArquillianNode.ready());
        }
    }

    /** JUnit runs there too, with all extensions. */
    private static boolean isInsideTheNode(ExtensionContext context) {
        return context.getConfigurationParameter(ArquillianExtension.RUNNING_INSIDE_ARQUILLIAN, Boolean::valueOf)
                .orElse(false);
    }
}
