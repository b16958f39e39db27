import { expect, test, type Page } from '@playwright/test'
import { openPage } from './page'

const gestures: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  wheel: (page) => page.mouse.wheel(0, -240),
  async drag(page) {
    await page.mouse.down()
    await page.mouse.move(640, 520, { steps: 3 })
    await page.mouse.up()
  },
}

for (const [name, make] of Object.entries(gestures)) {
  test(`a ${name} is not lost while what moves the camera is on its way`, async ({ page }) => {
    let release = (): void => {}
    const held = new Promise<void>((done) => (release = done))
    await page.route(/\/hand-[^/]*\.js$/, async (route) => {
      await held
      await route.continue()
    })
    await openPage(page, 'paused')
    const picture = () =>
      page
        .locator('main .host canvas')
        .first()
        .evaluate(async (canvas) => {
          const bytes = new TextEncoder().encode((canvas as HTMLCanvasElement).toDataURL())
          return new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)).join()
        })
    // Still under the pointer, so that only the camera can change the picture.
    await page.mouse.move(760, 480)
    await expect.poll(async () => (await picture()) === (await picture())).toBe(true)
    const before = await picture()
    await make(page)
    expect(await picture()).toBe(before)
    release()
    await expect.poll(picture).not.toBe(before)
    const moved = await picture()
    // A second one goes on from there.
    await page.mouse.wheel(0, -240)
    await expect.poll(picture).not.toBe(moved)
  })
}
